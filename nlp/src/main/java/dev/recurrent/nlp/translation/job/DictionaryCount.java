package dev.recurrent.nlp.translation.job;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.translation.WordDictionary;
import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Learns a dictionary by counting: the translation of a word is the one it shares most sentences
 * with, by Dice's coefficient 2 n(s,t) / (n(s) + n(t)).
 */
final class DictionaryCount {
  /** Pairs that are enough for it; of more, a sample. */
  private static final double MOST_PAIRS = 100_000;

  /** Of longer pairs nothing is counted: they would weigh by the square of their words. */
  private static final int MOST_WORDS = 200;

  /** What stands for the other side where one word is counted alone. */
  private static final String ALONE = "";

  private DictionaryCount() {}

  /** A word and how well it fits; of equally fitting ones the first in the alphabet is better. */
  private static final class Fit implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String word;
    private final double dice;

    private Fit(String word, double dice) {
      this.word = word;
      this.dice = dice;
    }

    private Fit better(Fit other) {
      int byDice = Double.compare(dice, other.dice);
      return byDice > 0 || byDice == 0 && word.compareTo(other.word) <= 0 ? this : other;
    }
  }

  /** The same pairs give the same dictionary, however they are spread. */
  static WordDictionary learn(ParallelText text, JavaSparkContext spark) {
    double share = MOST_PAIRS / Math.max(1, text.count());
    JavaPairRDD<Tuple2<String, String>, Integer> counts =
        text.pairs()
            .filter(pair -> !pair.empty() && drawn(pair) < share)
            .flatMapToPair(DictionaryCount::together)
            .reduceByKey(Integer::sum)
            .persist(StorageLevel.DISK_ONLY());
    Broadcast<Map<String, Integer>> sources =
        spark.broadcast(alone(counts.filter(c -> c._1()._2().equals(ALONE))));
    Broadcast<Map<String, Integer>> targets =
        spark.broadcast(alone(counts.filter(c -> c._1()._1().equals(ALONE))));
    Map<String, String> best = new HashMap<>();
    counts
        .filter(c -> !c._1()._1().equals(ALONE) && !c._1()._2().equals(ALONE))
        .mapToPair(
            c -> {
              int sum =
                  sources.value().getOrDefault(c._1()._1(), 0)
                      + targets.value().getOrDefault(c._1()._2(), 0);
              return new Tuple2<>(c._1()._1(), new Fit(c._1()._2(), 2.0 * c._2() / sum));
            })
        .reduceByKey(Fit::better)
        .collect()
        .forEach(word -> best.put(word._1(), word._2().word));
    counts.unpersist();
    sources.destroy();
    targets.destroy();
    return new WordDictionary(best);
  }

  /** Not the draw that held pairs out: it would leave none of a large text. */
  private static double drawn(PairText pair) {
    return Seed.unit(PairTokens.key(pair.source, pair.target));
  }

  private static Map<String, Integer> alone(JavaPairRDD<Tuple2<String, String>, Integer> counts) {
    return new HashMap<>(
        counts.mapToPair(c -> new Tuple2<>(c._1()._1() + c._1()._2(), c._2())).collectAsMap());
  }

  /** Each word of a pair alone, and with each of the other side, once a sentence. */
  private static Iterator<Tuple2<Tuple2<String, String>, Integer>> together(PairText pair) {
    Set<String> from = new HashSet<>(WordDictionary.words(pair.source));
    Set<String> to = new HashSet<>(WordDictionary.words(pair.target));
    if (from.size() > MOST_WORDS || to.size() > MOST_WORDS) {
      return Collections.emptyIterator();
    }
    Stream<Tuple2<String, String>> both =
        from.stream().flatMap(s -> to.stream().map(t -> new Tuple2<>(s, t)));
    Stream<Tuple2<String, String>> each =
        Stream.concat(
            from.stream().map(s -> new Tuple2<>(s, ALONE)),
            to.stream().map(t -> new Tuple2<>(ALONE, t)));
    return Stream.concat(both, each).map(words -> new Tuple2<>(words, 1)).iterator();
  }
}
