package dev.recurrent.interop;

import dev.recurrent.format.UnusableModelException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** What is known of a file before all of it is read: its first bytes and its length. */
public final class FileBeginning {
  /** How many bytes tell one format from another. */
  public static final int BYTES = 16;

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final int SHOWN = 8;

  private final byte[] bytes;
  private final long length;
  private final String where;

  /**
   * @param bytes the first {@link #BYTES} of the file, or more; all of a shorter file
   * @param length of the whole file in bytes
   * @param where the file's name, for messages
   */
  public FileBeginning(byte[] bytes, long length, String where) {
    this.bytes = Arrays.copyOf(bytes, Math.min(bytes.length, BYTES));
    this.length = length;
    this.where = where;
  }

  /** Of a file that is read already. */
  public static FileBeginning of(byte[] file, String where) {
    return new FileBeginning(file, file.length, where);
  }

  /** Of the whole file in bytes. */
  public long length() {
    return length;
  }

  /** How many bytes are known: fewer than {@link #BYTES} of a short file. */
  public int known() {
    return bytes.length;
  }

  /** The byte at a place below {@link #known}. */
  public byte at(int place) {
    return bytes[place];
  }

  /** Whether the file begins with these bytes. */
  public boolean startsWith(byte[] signature) {
    return bytes.length >= signature.length
        && Arrays.equals(bytes, 0, signature.length, signature, 0, signature.length);
  }

  /** Whether the file begins as a zip file with an entry does. */
  public boolean isZip() {
    return startsWith(ZIP);
  }

  /**
   * What to throw about a file of another format.
   *
   * @param expected what files of the format are, and what to do
   */
  public UnusableModelException unlike(String expected) {
    String shown =
        length == 0
            ? "is empty"
            : "begins with the bytes "
                + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(SHOWN, bytes.length));
    return new UnusableModelException(where + " " + shown + ", expected " + expected);
  }

  /**
   * @throws UnusableModelException if the file is longer
   */
  public void requireAtMost(long most) {
    if (length > most) {
      throw new UnusableModelException(
          String.format(
              Locale.ROOT, "%s has %,d bytes, expected at most %,d", where, length, most));
    }
  }
}
