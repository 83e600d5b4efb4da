package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.Vocabulary;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.feature.Word2Vec;
import org.apache.spark.mllib.feature.Word2VecModel;
import scala.Tuple2;

/** Vectors of words, learned from texts, for an embedding to begin with. */
public final class WordVectors {
  private static final int ITERATIONS = 2;

  /** A rarer word has no vector. */
  static final int RAREST = 5;

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
}
