package dev.recurrent.spark.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a file is where it is no text, by its first bytes; and how its rows can be read. */
enum BinaryFormat {
  PARQUET("Parquet", "", "PAR1"),
  ORC("ORC", "", "ORC"),
  AVRO(
      "Avro",
      "write it as Parquet, for example with Spark and its package spark-avro",
      "Obj\u0001"),
  ZIP(
      "a ZIP archive or an Excel workbook",
      "unpack it, or save the sheet as CSV",
      "PK\u0003\u0004",
      "PK\u0005\u0006"),
  EXCEL(
      "an Excel workbook or another document of Microsoft's",
      "save the sheet as CSV",
      "\u00D0\u00CF\u0011\u00E0"),
  SQLITE("an SQLite database", "export its table as CSV", "SQLite format 3\u0000"),
  ARROW("Arrow or Feather", "write it as Parquet", "ARROW1\u0000", "FEA1"),
  HDF5("HDF5", "write its table as Parquet or CSV", "\u0089HDF"),
  PICKLE(
      "a pickle of Python's",
      "write it as Parquet or CSV with Python",
      "\u0080\u0002",
      "\u0080\u0003",
      "\u0080\u0004\u0095",
      "\u0080\u0005\u0095"),
  PDF("a PDF document", "save its text or its table as a separate file", "%PDF-"),
  BZIP2("bzip2", "let its name end in .bz2, or unpack it", "BZh"),
  ZSTANDARD("Zstandard", "unpack it", "\u0028\u00B5\u002F\u00FD"),
  XZ("xz", "unpack it", "\u00FD7zXZ\u0000"),
  SEVEN_ZIP("a 7z archive", "unpack it", "7z\u00BC\u00AF\u0027\u001C");

  /** Bytes below are in no text. */
  private static final int TEXT = 7;

  private final String label;
  private final String remedy;
  private final String[] beginnings;

  BinaryFormat(String label, String remedy, String... beginnings) {
    this.label = label;
    this.remedy = remedy;
    this.beginnings = beginnings;
  }

  /** The format that begins so; null for text, also where its first word is that of a format. */
  static @Nullable BinaryFormat of(byte[] head) {
    boolean text = true;
    for (byte b : head) {
      text &= b < 0 || b >= TEXT;
    }
    String start = new String(head, 0, Math.min(16, head.length), StandardCharsets.ISO_8859_1);
    for (BinaryFormat format : values()) {
      boolean letters = format.beginnings[0].chars().allMatch(c -> c >= ' ' && c < 128);
      boolean begins = Arrays.stream(format.beginnings).anyMatch(start::startsWith);
      if (begins && !(letters && text && format != PDF)) {
        return format;
      }
    }
    return null;
  }

  /** As messages call it: a file is ... */
  String label() {
    return label;
  }

  /** What a user can do, behind a semicolon; an empty text where the format can be read. */
  String remedy() {
    return remedy.isEmpty() ? "" : "; " + remedy;
  }
}
