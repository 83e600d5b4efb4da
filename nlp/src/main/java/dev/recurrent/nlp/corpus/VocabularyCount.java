package dev.recurrent.nlp.corpus;

import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.nlp.text.TokenizerType;
import dev.recurrent.spark.table.UnusableInputException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Learns a tokenizer from text on a cluster: counting on the executors, merges on the driver. */
public final class VocabularyCount {
  /** Distinct words the driver takes; rarer ones cannot matter to a vocabulary. */
  private static final int MOST_WORDS = 500_000;

  private VocabularyCount() {}

  /** The same text gives the same tokenizer, however it is spread. */
  public static Tokenizer learn(JavaRDD<String> text, TokenizerType kind, int vocabularySize) {
    return TokenizerTrainer.learn(kind, vocabularySize, count(text, kind));
  }

  /**
   * How often each unit occurs, of the 500,000 most frequent ones.
   *
   * @throws UnusableInputException if the text has none
   */
  public static TokenCounts count(JavaRDD<String> text, TokenizerType kind) {
    List<Tuple2<String, Long>> counts =
        text.mapPartitions(
                texts -> {
                  TokenCounts part = new TokenCounts(kind);
                  texts.forEachRemaining(part::add);
                  return part.asMap().entrySet().stream()
                      .map(e -> new Tuple2<>(e.getKey(), e.getValue()))
                      .iterator();
                })
            .mapToPair(pair -> pair)
            .reduceByKey(Long::sum)
            .takeOrdered(MOST_WORDS, new MostFrequentFirst());
    Map<String, Long> words = new TreeMap<>();
    counts.forEach(pair -> words.put(pair._1(), pair._2()));
    if (words.isEmpty()) {
      throw new UnusableInputException(
          "the text has nothing to learn tokens=" + kind.label() + " from");
    }
    return new TokenCounts(kind, words);
  }
}
