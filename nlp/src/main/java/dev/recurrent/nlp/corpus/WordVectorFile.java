package dev.recurrent.nlp.corpus;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.spark.table.InputFiles;
import dev.recurrent.spark.table.TextFile;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Vectors of words in a file on any Hadoop path, compressed or not. Its content says which of three
 * forms it has:
 *
 * <ul>
 *   <li>GloVe's: a line for each word, the word and its numbers.
 *   <li>fastText's {@code .vec}, and word2vec's text: the same below a line with two numbers, of
 *       words and of columns.
 *   <li>word2vec's binary form: such a line, then each word, a space, and 32-bit floats.
 * </ul>
 *
 * <p>It is read in constant memory. Vectors of words that are not in the vocabulary are counted,
 * not read.
 */
public final class WordVectorFile {
  /** What a fastText model begins with, which has no vectors of words alone. */
  private static final int FASTTEXT_MODEL = 0x2F4F16BA;

  private static final int MOST_COLUMNS = 65_536;
  private static final String DIGITS = "[0-9]{1,10}";

  /** Bytes of numbers as text, and of NaN and infinity. */
  private static final String TEXT = "0123456789+-.eE \t\r\nnaNifIFty";

  /** How many bytes behind a word are looked at; floats of 32 bits are no text that long. */
  private static final int LOOK = 64;

  enum Form {
    TEXT,
    BINARY
  }

  /**
   * What an embedding was given.
   *
   * @param words rows of the vocabulary that have a vector
   * @param sha256 of the file without its compression
   */
  public record Coverage(int words, String sha256) {
    /** One line for a user. */
    public String line(int vocabulary) {
      return String.format(
          Locale.ROOT,
          "%,d of %,d words have a vector (%.1f %%); the others begin with random numbers",
          words,
          vocabulary,
          100.0 * words / vocabulary);
    }
  }

  /**
   * Words of a file.
   *
   * @param found those that were looked for
   * @param others the first others, in the file's order
   */
  public record Words(Set<String> found, List<String> others) {}

  private final String given;
  private final Path path;
  private final Configuration hadoop;
  private final int start;
  private final Form form;
  private final long words;
  private final int columns;

  private WordVectorFile(String given, Path path, Configuration hadoop, byte[] head) {
    this.given = given;
    this.path = path;
    this.hadoop = hadoop;
    requireVectors(head);
    int mark = marked(head) ? 3 : 0;
    int line = mark;
    while (line < head.length && head[line] != '\n') {
      line++;
    }
    if (line == head.length && head.length == VectorBytes.HEAD) {
      throw wrong("has a first line of more than 65,536 bytes, expected a word and its numbers");
    }
    String first = new String(head, mark, line - mark, StandardCharsets.UTF_8).strip();
    String[] cells = first.split("[ \t]+");
    boolean header = cells.length == 2 && cells[0].matches(DIGITS) && cells[1].matches(DIGITS);
    words = header ? Long.parseLong(cells[0]) : -1;
    start = header ? Math.min(head.length, line + 1) : mark;
    form = header && binary(head, start) ? Form.BINARY : Form.TEXT;
    long found = header ? Long.parseLong(cells[1]) : cells.length - 1L;
    if (found < 1 || found > MOST_COLUMNS) {
      throw wrong(
          "says in line 1 that a vector has " + found + " numbers, expected 1 to " + MOST_COLUMNS);
    }
    columns = (int) found;
  }

  private static boolean marked(byte[] head) {
    return head.length > 2
        && head[0] == (byte) 0xEF
        && head[1] == (byte) 0xBB
        && head[2] == (byte) 0xBF;
  }

  private void requireVectors(byte[] head) {
    if (head.length == 0) {
      throw wrong("is empty");
    }
    boolean model = head.length > 3;
    for (int i = 0; i < 4 && model; i++) {
      model = head[i] == (byte) (FASTTEXT_MODEL >> 8 * i);
    }
    if (model) {
      throw wrong("is a model of fastText, expected its vectors: give the .vec file");
    }
  }

  /** Whether what stands behind the first word is no text. */
  private static boolean binary(byte[] head, int start) {
    int at = start;
    while (at < head.length && head[at] != ' ' && head[at] != '\t') {
      at++;
    }
    for (int i = at; i < Math.min(head.length, at + LOOK); i++) {
      if (TEXT.indexOf(head[i]) < 0) {
        return true;
      }
      if (head[i] == '\n') {
        return false;
      }
    }
    return false;
  }

  /**
   * Finds the file and looks at its beginning.
   *
   * @param option that names it, for messages
   * @throws UnusableInputException if it is not one file of one of the forms
   */
  public static WordVectorFile open(String option, String file, Configuration hadoop)
      throws IOException {
    String given = option + " " + file;
    List<InputFiles.Found> found = InputFiles.list(given, file, hadoop);
    if (found.size() != 1) {
      throw new UnusableInputException(given + " names " + found.size() + " files, expected one");
    }
    Path path = found.get(0).path();
    TextFile.look(path, found.get(0).status().getLen(), null, hadoop).requireText();
    try (VectorBytes bytes = new VectorBytes(TextFile.bytes(path, hadoop))) {
      return new WordVectorFile(given, path, hadoop, bytes.head());
    }
  }

  /** E, numbers of a vector. */
  public int columns() {
    return columns;
  }

  /**
   * @throws UnusableInputException if vectors have another size than the embedding
   */
  public WordVectorFile requireColumns(int embeddingSize) {
    if (columns != embeddingSize) {
      throw wrong(
          "has vectors of "
              + columns
              + " numbers, expected "
              + embeddingSize
              + " (--embedding-size)");
    }
    return this;
  }

  /**
   * Writes the vectors of the vocabulary's words. Rows of other tokens stay as they are.
   *
   * @param weight (V,E)
   * @throws UnusableInputException naming the line or byte, if the file is damaged or its vectors
   *     have another size
   */
  public Coverage read(Vocabulary vocabulary, Matrix weight) throws IOException {
    requireColumns(weight.columns);
    VectorRows rows = new VectorRows(vocabulary, weight);
    String sha256 = read(rows);
    return new Coverage(rows.count(), sha256);
  }

  /**
   * Finds out which words the file has. It reads the whole file, but no vector.
   *
   * @param wanted words that are looked for
   * @param usable which other words count
   * @param most number of other words
   * @throws UnusableInputException naming the line or byte, if the file is damaged
   */
  public Words words(Set<String> wanted, Predicate<String> usable, int most) throws IOException {
    VectorWords words = new VectorWords(wanted, usable, most);
    read(words);
    return words.words();
  }

  /** Reads the whole file; returns its SHA-256. */
  private String read(VectorSink sink) throws IOException {
    try (VectorBytes bytes = new VectorBytes(TextFile.bytes(path, hadoop))) {
      bytes.skip(start);
      long found =
          form == Form.BINARY
              ? new BinaryVectors(this, bytes, columns).read(sink, words)
              : new TextVectors(this, bytes, columns).read(sink, words >= 0 ? 2 : 1);
      if (found < words) {
        throw wrong("says in line 1 that it has " + words + " words, it ends after " + found);
      }
      return bytes.sha256();
    }
  }

  /** What to throw about the file. */
  UnusableInputException wrong(String what) {
    return new UnusableInputException(given + " " + what);
  }
}
