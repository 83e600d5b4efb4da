package dev.recurrent.nlp.generation.job;

import dev.recurrent.spark.IdentityPartitioner;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * What counting n-grams reaches on the validation text: interpolated Witten-Bell, counted on the
 * executors. All n-grams of a context are in one partition, and the driver gets one sum for each
 * stretch of the validation text. Counts do not depend on the order in which they are added, and
 * the sums are added in the order of the text.
 */
final class NgramBaseline {
  /** Tokens of a stretch: what a task holds at a time. */
  private static final int STRETCH = 1 << 17;

  /**
   * Tokens that a partition of counts may come from, times the order. Where all of its n-grams
   * differ, their counts take 50 MB and those of the contexts as much: an executor of 1 GB has room
   * for them beside the text.
   */
  private static final long PARTITION = 1L << 20;

  private final int order;
  private final int vocabulary;

  /**
   * @param order n
   * @param vocabulary V, for a token without any count
   */
  NgramBaseline(int order, int vocabulary) {
    this.order = order;
    this.vocabulary = vocabulary;
  }

  int order() {
    return order;
  }

  /** Nats a token of the validation text, all but its first. */
  double natsPerToken(TokenizedCorpus training, TokenizedCorpus validation) {
    // Tasks take numbers along, not this object.
    int n = order;
    int v = vocabulary;
    int partitions = Math.toIntExact(1 + training.size() * n / PARTITION);
    int stretches = Math.toIntExact(1 + (validation.size() - 1) / STRETCH);
    JavaPairRDD<Integer, NgramRows> counts =
        training
            .scans(n)
            .flatMapToPair(part -> counted(part, n, partitions))
            .partitionBy(new IdentityPartitioner(partitions));
    JavaPairRDD<Integer, NgramRows> asked =
        validation
            .scans(n)
            .flatMapToPair(part -> asked(part, n, partitions))
            .partitionBy(new IdentityPartitioner(partitions));
    JavaRDD<Tuple2<Integer, NgramRows>> answers =
        counts.zipPartitions(asked, (known, wanted) -> answers(known, wanted, stretches));
    long size = validation.size();
    List<Double> sums =
        answers
            .mapToPair(pair -> pair)
            .partitionBy(new IdentityPartitioner(stretches))
            .mapPartitionsWithIndex((stretch, rows) -> sum(stretch, rows, n, v, size), true)
            .collect();
    double nats = 0;
    for (double sum : sums) {
      nats += sum;
    }
    return nats / (validation.size() - 1);
  }

  /** The counts of a block's n-grams, stretch by stretch: context, n-gram, count. */
  private static Iterator<Tuple2<Integer, NgramRows>> counted(
      TokenizedCorpus.Scanned part, int order, int partitions) {
    return IntStream.range(0, part.stretches(STRETCH))
        .mapToObj(
            stretch -> {
              HashedCounts table = new HashedCounts();
              part.visit(
                  order,
                  stretch * STRETCH,
                  STRETCH,
                  (position, length, context, pair) -> {
                    int at = table.slot(pair);
                    table.set(at, context, table.second(at) + 1);
                  });
              NgramRows[] rows = rows(partitions, 3);
              for (int i = 0; i < table.places(); i++) {
                if (table.key(i) != 0) {
                  rows[partition(table.first(i), partitions)].add(
                      table.first(i), table.key(i), table.second(i));
                }
              }
              return pairs(rows);
            })
        .flatMap(List::stream)
        .iterator();
  }

  /** What is to be known of a block's n-grams: context, n-gram, position in the text, length. */
  private static Iterator<Tuple2<Integer, NgramRows>> asked(
      TokenizedCorpus.Scanned part, int order, int partitions) {
    return IntStream.range(0, part.stretches(STRETCH))
        .mapToObj(
            stretch -> {
              NgramRows[] rows = rows(partitions, 4);
              part.visit(
                  order,
                  stretch * STRETCH,
                  STRETCH,
                  (position, length, context, pair) ->
                      rows[partition(context, partitions)].add(
                          context, pair, part.start() + position, length));
              return pairs(rows);
            })
        .flatMap(List::stream)
        .iterator();
  }

  private static Iterator<Tuple2<Integer, NgramRows>> answers(
      Iterator<Tuple2<Integer, NgramRows>> known,
      Iterator<Tuple2<Integer, NgramRows>> wanted,
      int stretches) {
    HashedCounts ngrams = new HashedCounts();
    while (known.hasNext()) {
      NgramRows rows = known.next()._2();
      for (int i = 0; i < rows.size(); i++) {
        int at = ngrams.slot(rows.get(i, 1));
        ngrams.set(at, rows.get(i, 0), ngrams.second(at) + rows.get(i, 2));
      }
    }
    HashedCounts contexts = new HashedCounts();
    for (int i = 0; i < ngrams.places(); i++) {
      if (ngrams.key(i) != 0) {
        int at = contexts.slot(ngrams.first(i));
        contexts.set(at, contexts.first(at) + ngrams.second(i), contexts.second(at) + 1);
      }
    }
    return answers(ngrams, contexts, wanted, stretches);
  }

  private static Iterator<Tuple2<Integer, NgramRows>> answers(
      HashedCounts ngrams,
      HashedCounts contexts,
      Iterator<Tuple2<Integer, NgramRows>> wanted,
      int stretches) {
    NgramRows[] answers = rows(stretches, 5);
    while (wanted.hasNext()) {
      NgramRows rows = wanted.next()._2();
      for (int i = 0; i < rows.size(); i++) {
        int context = contexts.find(rows.get(i, 0));
        if (context >= 0) {
          int ngram = ngrams.find(rows.get(i, 1));
          long position = rows.get(i, 2);
          answers[(int) (position / STRETCH)].add(
              position % STRETCH,
              rows.get(i, 3),
              ngram < 0 ? 0 : ngrams.second(ngram),
              contexts.first(context),
              contexts.second(context));
        }
      }
    }
    return pairs(answers).iterator();
  }

  private static Iterator<Double> sum(
      int stretch,
      Iterator<Tuple2<Integer, NgramRows>> answers,
      int order,
      int vocabulary,
      long size) {
    int positions = (int) Math.min(STRETCH, size - (long) stretch * STRETCH);
    WittenBell smoothed = new WittenBell(order, vocabulary, positions);
    while (answers.hasNext()) {
      smoothed.take(answers.next()._2());
    }
    // The text's first token is no target of the network either.
    return List.of(smoothed.nats(stretch == 0 ? 1 : 0)).iterator();
  }

  private static int partition(long context, int partitions) {
    return (int) ((context >>> 33) % partitions);
  }

  private static NgramRows[] rows(int count, int columns) {
    NgramRows[] rows = new NgramRows[count];
    for (int i = 0; i < count; i++) {
      rows[i] = new NgramRows(columns);
    }
    return rows;
  }

  private static List<Tuple2<Integer, NgramRows>> pairs(NgramRows[] rows) {
    List<Tuple2<Integer, NgramRows>> pairs = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].size() > 0) {
        pairs.add(new Tuple2<>(i, rows[i]));
      }
    }
    return pairs;
  }
}
