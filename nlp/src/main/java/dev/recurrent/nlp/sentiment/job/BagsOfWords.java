package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TermScores;
import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.sentiment.WeightedBag;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The baselines of every classifier here: naive Bayes, logistic regression, and logistic regression
 * weighted by naive Bayes. The validation accuracy chooses how strongly they are regularized, as it
 * chooses the network's epoch. At most 13 regressions are trained, of 100 iterations each.
 */
final class BagsOfWords {
  private static final String NAIVE_BAYES = "naive Bayes";

  /** From so many texts on, a term that only one text has is left out. */
  private static final long MANY = 1000;

  /** Above so many texts to train on, one strength is tried. */
  private static final long TOO_MANY_TO_CHOOSE = 200_000;

  /** Above so many labels there is no model of each label against the rest. */
  private static final int MOST_MODELS = 10;

  /** The first is taken where there is no choice. */
  private static final double[] PLAIN = {200, 50, 1000};

  private static final double[] WEIGHTED = {3, 0.5, 20};

  private final TermCounts terms;
  private final List<String> labels;
  private final List<String> known;
  private final boolean many;
  private final Map<String, TermScores> bags = new LinkedHashMap<>();

  private BagsOfWords(TermCounts terms, List<String> labels, List<String> known, boolean many) {
    this.terms = terms;
    this.labels = labels;
    this.known = known;
    this.many = many;
  }

  /**
   * Trains all kinds.
   *
   * @param training texts, all with one of the labels
   * @param validation texts that choose
   */
  static BagsOfWords train(
      SparkSession session,
      JavaRDD<LabelledText> training,
      JavaRDD<LabelledText> validation,
      List<String> labels,
      TermCounts.Form form) {
    List<String> there = training.map(LabelledText::label).distinct().collect();
    List<String> known = labels.stream().filter(there::contains).toList();
    TermCounts terms = TermCounts.learn(session, training, form);
    boolean many = training.count() > TOO_MANY_TO_CHOOSE;
    BagsOfWords bags = new BagsOfWords(terms, labels, known, many);
    Dataset<Row> counts =
        terms
            .of(many ? training : summable(training), known)
            .persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> held = terms.of(validation, labels).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      bags.train(counts, held);
    } finally {
      counts.unpersist();
      held.unpersist();
    }
    return bags;
  }

  /**
   * Texts in two partitions, ordered by what they say. Spark adds the sums of partitions in the
   * order in which they arrive, and of two sums the order does not show: the regressions have the
   * same bits on every cluster.
   */
  private static JavaRDD<LabelledText> summable(JavaRDD<LabelledText> texts) {
    return texts
        .mapToPair(text -> new Tuple2<>(text.key(), text))
        .repartitionAndSortWithinPartitions(new HashPartitioner(2))
        .values();
  }

  /** The form of terms for texts to train on. */
  static TermCounts.Form form(TextPreprocessing form, boolean characters, long texts, int labels) {
    return new TermCounts.Form(form, characters, texts >= MANY ? 2 : 1, labels);
  }

  private void train(Dataset<Row> counts, Dataset<Row> held) {
    if (known.size() < 2) {
      return;
    }
    bags.put(NAIVE_BAYES, BagOfWords.naiveBayes(counts));
    double[] plain = some(PLAIN, !many);
    bags.put(
        "logistic regression",
        best(held, BagOfWords.logisticRegressions(counts, known.size(), plain)));
    if (known.size() <= MOST_MODELS) {
      double[] weighted = some(WEIGHTED, !many && known.size() == 2);
      bags.put("NBSVM", best(held, BagOfWords.weightedRegressions(counts, known.size(), weighted)));
    }
  }

  private static double[] some(double[] strengths, boolean choose) {
    return choose ? strengths : new double[] {strengths[0]};
  }

  private TermScores best(Dataset<Row> held, TermScores... trained) {
    TermScores best = trained[0];
    if (trained.length == 1) {
      return best;
    }
    ClassMetrics reached = ClassMetrics.of(predict(best, held), labels);
    for (TermScores other : Arrays.copyOfRange(trained, 1, trained.length)) {
      ClassMetrics metrics = ClassMetrics.of(predict(other, held), labels);
      if (metrics.isBetterThan(reached)) {
        best = other;
        reached = metrics;
      }
    }
    return best;
  }

  /** The figures of each kind, by its name. */
  Map<String, ClassMetrics> measure(JavaRDD<LabelledText> texts) {
    Dataset<Row> counts = terms.of(texts, labels).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Map<String, ClassMetrics> figures = new LinkedHashMap<>();
      bags.forEach((name, bag) -> figures.put(name, ClassMetrics.of(predict(bag, counts), labels)));
      return figures;
    } finally {
      counts.unpersist();
    }
  }

  /** Whether there are bags that know all labels: a label without texts to train on has 0. */
  boolean knowAllLabels() {
    return !bags.isEmpty() && known.size() == labels.size();
  }

  /** Scores of the terms by each bag that has the same bits on every cluster, by their names. */
  Map<String, TermScores> reproducible() {
    return many
        ? Map.of(NAIVE_BAYES, Objects.requireNonNull(bags.get(NAIVE_BAYES)))
        : new LinkedHashMap<>(bags);
  }

  /** Scores of these terms, to be added to a network's. */
  WeightedBag weighted(TermScores scores, double networkWeight) {
    return new WeightedBag(terms.terms(), terms.vocabulary(), scores, networkWeight);
  }

  /** Columns label, prediction and probability; a label without texts to train on has 0. */
  private Dataset<Row> predict(TermScores bag, Dataset<Row> counts) {
    StructType schema =
        new StructType()
            .add(TermCounts.LABEL, DataTypes.DoubleType)
            .add("prediction", DataTypes.DoubleType)
            .add("probability", SQLDataTypes.VectorType());
    int[] places = known.stream().mapToInt(labels::indexOf).toArray();
    int size = labels.size();
    JavaRDD<Row> rows =
        counts
            .select(TermCounts.LABEL, TermCounts.COUNTS)
            .toJavaRDD()
            .map(
                row -> {
                  Vector terms = row.getAs(1);
                  double[] some = bag.probabilities(terms.toSparse().indices());
                  double[] all = new double[size];
                  for (int k = 0; k < places.length; k++) {
                    all[places[k]] = some[k];
                  }
                  Vector spread = Vectors.dense(all);
                  return RowFactory.create(row.getDouble(0), (double) spread.argmax(), spread);
                });
    return counts.sparkSession().createDataFrame(rows, schema);
  }
}
