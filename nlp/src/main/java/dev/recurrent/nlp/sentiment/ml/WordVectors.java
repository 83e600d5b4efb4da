package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.feature.Word2Vec;
import org.apache.spark.mllib.feature.Word2VecModel;
import scala.Tuple2;

/** Vectors of words for an embedding to begin with. */
public final class WordVectors {
  private static final int ITERATIONS = 2;
  private static final int RAREST = 5;

  private WordVectors() {}

  /**
   * Learned by MLlib's Word2Vec from texts.
   *
   * @param weight (V,E), whose rows of known words are written
   * @param parts that learn at once
   * @return how many words have a vector
   */
  public static int learn(
      JavaRDD<String> texts,
      TextPreprocessing form,
      Tokenizer tokenizer,
      Matrix weight,
      int parts,
      long seed) {
    Vocabulary vocabulary = tokenizer.vocabulary();
    JavaRDD<List<String>> words =
        texts.map(
            text ->
                Arrays.stream(form.tokens(text, tokenizer)).mapToObj(vocabulary::token).toList());
    Word2VecModel model =
        new Word2Vec()
            .setVectorSize(weight.columns)
            .setNumIterations(ITERATIONS)
            .setNumPartitions(parts)
            .setMinCount(RAREST)
            .setSeed(seed)
            .fit(words);
    int found = 0;
    var vectors = model.getVectors().iterator();
    while (vectors.hasNext()) {
      Tuple2<String, float[]> word = vectors.next();
      int id = vocabulary.id(word._1());
      if (!vocabulary.isSpecial(id)) {
        System.arraycopy(word._2(), 0, weight.data, weight.index(id), weight.columns);
        found++;
      }
    }
    return found;
  }

  /**
   * From a file: a word and its numbers a line, as GloVe writes them; a first line of two numbers,
   * as fastText writes it, is passed over.
   *
   * @return how many words of the vocabulary the file has
   * @throws UnusableInputException naming the line that is no vector of E numbers
   */
  public static int read(String path, Vocabulary vocabulary, Matrix weight, Configuration hadoop)
      throws IOException {
    Path file = new Path(path);
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
    int found = 0;
    try (var raw = file.getFileSystem(hadoop).open(file);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    codec == null ? raw : codec.createInputStream(raw), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String[] cells = line.strip().split(" ", -1);
        if (number == 1 && cells.length == 2) {
          continue;
        }
        // A word may hold spaces: the numbers are the last ones.
        int at = cells.length - weight.columns;
        if (at < 1) {
          throw new UnusableInputException(
              String.format(
                  Locale.ROOT,
                  "--embeddings %s line %d has %d numbers, expected %d (--embedding-size)",
                  path,
                  number,
                  cells.length - 1,
                  weight.columns));
        }
        String word = String.join(" ", Arrays.asList(cells).subList(0, at));
        // As it stands behind a space, and elsewhere.
        for (String token : new String[] {" " + word, word}) {
          int id = vocabulary.id(token);
          if (!vocabulary.isSpecial(id)) {
            write(cells, at, weight, id, path, number);
            found++;
          }
        }
      }
    }
    return found;
  }

  private static void write(String[] cells, int at, Matrix weight, int id, String path, int line) {
    try {
      for (int j = 0; j < weight.columns; j++) {
        weight.set(id, j, Float.parseFloat(cells[at + j]));
      }
    } catch (NumberFormatException e) {
      throw new UnusableInputException(
          "--embeddings "
              + path
              + " line "
              + line
              + " holds a cell that is not a number: "
              + e.getMessage(),
          e);
    }
  }
}
