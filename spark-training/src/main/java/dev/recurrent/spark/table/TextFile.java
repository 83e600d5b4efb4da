package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.BZip2Codec;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.hadoop.io.compress.ZStandardCodec;
import org.jspecify.annotations.Nullable;

/** A file of text as its first bytes show it: what wraps it, its encoding, how it begins. */
public final class TextFile implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How far a border may move to reach a line end. */
  private static final int REACH = 64 << 10;

  final String path;
  final long length;

  /** Whether bytes at an offset cannot be reached without those before. */
  final boolean compressed;

  /** What the file is where it is no text; else null. */
  final @Nullable BinaryFormat binary;

  /** Whether lines end in carriage returns alone, as old programs of the Macintosh write them. */
  private final boolean returns;

  private final String charset;
  private final int mark;
  private final char first;

  private TextFile(
      String path, long length, boolean compressed, FileBeginning head, @Nullable Charset encoding)
      throws IOException {
    byte[] bytes = head.bytes();
    this.path = path;
    this.length = length;
    this.compressed = compressed;
    this.binary = BinaryFormat.of(bytes);
    String marked = head.marked();
    this.charset = encoding != null ? encoding.name() : marked.isEmpty() ? "UTF-8" : marked;
    this.mark = marked.equals(charset) ? head.markLength() : 0;
    this.first = first(bytes, mark, charset());
    this.returns = binary == null && head.endsLinesWithReturns(charset());
  }

  /**
   * Looks at a file's first bytes.
   *
   * @param encoding as the user names it, or null
   */
  public static TextFile look(
      Path path, long length, @Nullable Charset encoding, Configuration hadoop) throws IOException {
    boolean compressed;
    try (FSDataInputStream raw = InputFiles.open(path, hadoop)) {
      boolean known = Compression.of(raw.readNBytes(Compression.LONGEST)) != null;
      CompressionCodec codec = known ? null : codec(path, hadoop);
      compressed = known || codec != null;
      if (codec instanceof BZip2Codec) {
        Bzip2End.require(raw, length, InputFiles.name(path));
      }
    }
    try (InputStream in = bytes(path, hadoop)) {
      FileBeginning head = new FileBeginning(in);
      return new TextFile(path.toString(), length, compressed, head, encoding);
    }
  }

  private static @Nullable CompressionCodec codec(Path path, Configuration hadoop) {
    return new CompressionCodecFactory(hadoop).getCodec(path);
  }

  /**
   * The bytes of a file without its compression: by content, or by name where no bytes say it.
   *
   * @throws UnusableInputException also while they are read, if the compression is damaged
   */
  public static InputStream bytes(Path path, Configuration hadoop) throws IOException {
    PushbackInputStream in =
        new PushbackInputStream(InputFiles.open(path, hadoop), Compression.LONGEST);
    byte[] start = in.readNBytes(Compression.LONGEST);
    in.unread(start);
    String name = InputFiles.name(path);
    Compression compression = Compression.of(start);
    if (compression != null) {
      return DecompressedStream.of(in, name, compression::open);
    }
    CompressionCodec codec = codec(path, hadoop);
    if (codec == null || start.length == 0) {
      return in;
    }
    if (codec instanceof GzipCodec || codec instanceof ZStandardCodec) {
      in.close();
      throw new UnusableInputException(
          name
              + " has a name that ends in "
              + codec.getDefaultExtension()
              + ", but it is not "
              + (codec instanceof GzipCodec ? "gzip" : "Zstandard"));
    }
    return DecompressedStream.of(in, name, codec::createInputStream);
  }

  /** The first character that is no blank, or 0. */
  private static char first(byte[] head, int mark, Charset charset) {
    String text = new String(head, mark, head.length - mark, charset).stripLeading();
    return text.isEmpty() ? 0 : text.charAt(0);
  }

  Charset charset() {
    return Charset.forName(charset);
  }

  char first() {
    return first;
  }

  /** As messages call it. */
  public String name() {
    return InputFiles.name(new Path(path));
  }

  /** The name without what compression adds, in lower-case. */
  String plainName() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|lz4|snappy|deflate)$", "");
  }

  /** Whether a line feed's byte is a line feed wherever it stands, and no part needs another. */
  public boolean splittable() {
    return !compressed
        && !returns
        && (charset.equals("UTF-8")
            || charset.equals("US-ASCII")
            || charset.startsWith("ISO-8859-")
            || charset.startsWith("windows-125"));
  }

  /** All of its text, without a byte order mark; all lines end in line feeds. */
  public StrictReader read(Configuration hadoop) throws IOException {
    InputStream in = bytes(new Path(path), hadoop);
    in.skipNBytes(mark);
    return new StrictReader(in, charset(), name(), mark, returns);
  }

  /** The text between two bytes of a file that can be split. */
  public StrictReader read(long from, long to, Configuration hadoop) throws IOException {
    Path place = new Path(path);
    FSDataInputStream in = InputFiles.open(place, hadoop);
    long start = from == 0 ? mark : from;
    in.seek(start);
    return new StrictReader(new BoundedStream(in, to - start), charset(), name(), start);
  }

  /**
   * @throws UnusableInputException if the file is no text; returns it otherwise
   */
  public TextFile requireText() {
    if (binary != null) {
      throw new UnusableInputException(
          name() + " is " + binary.label() + ", expected text" + binary.remedy());
    }
    return this;
  }

  /**
   * The first place at or behind a byte at which a line begins, or a character where no line does
   * within reach.
   */
  public long characterStart(long position, Configuration hadoop) throws IOException {
    if (position == 0 || position >= length) {
      return Math.min(position, length);
    }
    Path place = new Path(path);
    // From one byte before, so that a line end just behind us counts.
    byte[] ahead = new byte[(int) Math.min(REACH, length - position + 1)];
    try (FSDataInputStream in = InputFiles.open(place, hadoop)) {
      in.readFully(position - 1, ahead);
    }
    for (int i = 0; i < ahead.length; i++) {
      if (ahead[i] == '\n') {
        return position + i;
      }
    }
    for (int i = 1; i < ahead.length; i++) {
      if ((ahead[i] & 0xC0) != 0x80) {
        return position + i - 1;
      }
    }
    return length;
  }

  /** The first place at or behind a byte at which a line begins. */
  long lineStart(long position, Configuration hadoop) throws IOException {
    if (position == 0 || position >= length) {
      return Math.min(position, length);
    }
    Path place = new Path(path);
    try (FSDataInputStream in = InputFiles.open(place, hadoop)) {
      // From one byte before, so that a line that begins just here counts.
      in.seek(position - 1);
      byte[] ahead = new byte[1 << 14];
      long at = position - 1;
      for (int read = in.read(ahead); read >= 0; read = in.read(ahead)) {
        for (int i = 0; i < read; i++) {
          if (ahead[i] == '\n') {
            return at + i + 1;
          }
        }
        at += read;
      }
    }
    return length;
  }
}
