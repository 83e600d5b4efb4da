package dev.recurrent.nlp.corpus;

import dev.recurrent.spark.table.StrictReader;
import dev.recurrent.spark.table.TextFile;
import java.io.IOException;
import java.io.StringWriter;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads parts of text files as they are: nothing is normalised, line ends stay, a byte order mark
 * at a file's start is dropped. Parts meet at line ends where there is one within reach, else
 * between characters; every byte belongs to exactly one part.
 */
final class TextReader {
  private final Configuration configuration;

  TextReader(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * The text of a part.
   *
   * @throws dev.recurrent.spark.table.UnusableInputException if its bytes are not of the file's
   *     encoding
   */
  String read(TextSplit part) throws IOException {
    TextFile file = part.file();
    StringWriter text = new StringWriter();
    try (StrictReader reader =
        file.splittable()
            ? file.read(
                file.characterStart(part.start, configuration),
                file.characterStart(part.end, configuration),
                configuration)
            : file.read(configuration)) {
      reader.transferTo(text);
    }
    return part.cut(text.toString());
  }
}
