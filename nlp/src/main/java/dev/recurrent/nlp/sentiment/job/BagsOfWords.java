package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.nlp.sentiment.TextPreprocessing;
import dev.recurrent.nlp.sentiment.ml.LabelledText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
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

/**
 * The baselines of every classifier here: naive Bayes, logistic regression, and logistic regression
 * weighted by naive Bayes. The validation accuracy chooses how strongly they are regularized, as it
 * chooses the network's epoch. At most 13 regressions are trained, of 60 iterations each.
 */
final class BagsOfWords {
  /** From so many texts on, a term that only one text has is left out. */
  private static final long MANY = 1000;

  /** Above so many texts to train on, one strength is tried. */
  private static final long TOO_MANY_TO_CHOOSE = 200_000;

  /** Above so many labels there is no model of each label against the rest. */
  private static final int MOST_MODELS = 10;

  /** The first is taken where there is no choice. */
  private static final double[] PLAIN = {0.02, 0.1, 0.5};

  private static final double[] WEIGHTED = {3, 0.5, 20};

  private final TermCounts terms;
  private final List<String> labels;
  private final List<String> known;
  private final Map<String, BagOfWords> bags = new LinkedHashMap<>();

  private BagsOfWords(TermCounts terms, List<String> labels, List<String> known) {
    this.terms = terms;
    this.labels = labels;
    this.known = known;
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
    BagsOfWords bags = new BagsOfWords(terms, labels, known);
    Dataset<Row> counts = terms.of(training, known).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> held = terms.of(validation, labels).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      bags.train(counts, held);
    } finally {
      counts.unpersist();
      held.unpersist();
    }
    return bags;
  }

  /** The form of terms for texts to train on. */
  static TermCounts.Form form(TextPreprocessing form, boolean characters, long texts, int labels) {
    return new TermCounts.Form(form, characters, texts >= MANY ? 2 : 1, labels);
  }

  private void train(Dataset<Row> counts, Dataset<Row> held) {
    boolean choose = counts.count() <= TOO_MANY_TO_CHOOSE;
    if (known.size() < 2) {
      return;
    }
    bags.put("naive Bayes", BagOfWords.naiveBayes(counts));
    bags.put(
        "logistic regression",
        best(held, choose, PLAIN, strength -> BagOfWords.logisticRegression(counts, strength)));
    if (known.size() <= MOST_MODELS) {
      bags.put(
          "NBSVM",
          best(
              held,
              choose && known.size() == 2,
              WEIGHTED,
              strength -> BagOfWords.weightedRegression(counts, known.size(), strength)));
    }
  }

  private BagOfWords best(
      Dataset<Row> held, boolean choose, double[] strengths, DoubleFunction<BagOfWords> trained) {
    BagOfWords best = trained.apply(strengths[0]);
    if (!choose) {
      return best;
    }
    ClassMetrics reached = ClassMetrics.of(predict(best, held), labels);
    for (double strength : Arrays.copyOfRange(strengths, 1, strengths.length)) {
      BagOfWords other = trained.apply(strength);
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

  /** Columns label, prediction and probability; a label without texts to train on has 0. */
  private Dataset<Row> predict(BagOfWords bag, Dataset<Row> counts) {
    Dataset<Row> rows = bag.predict(counts).select("label", "prediction", "probability");
    if (known.size() == labels.size()) {
      return rows;
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("prediction", DataTypes.DoubleType)
            .add("probability", SQLDataTypes.VectorType());
    int[] places = known.stream().mapToInt(labels::indexOf).toArray();
    int size = labels.size();
    JavaRDD<Row> spread =
        rows.toJavaRDD()
            .map(
                row -> {
                  double[] all = new double[size];
                  Vector some = row.getAs(2);
                  for (int k = 0; k < places.length; k++) {
                    all[places[k]] = some.apply(k);
                  }
                  double prediction = places[(int) row.getDouble(1)];
                  return RowFactory.create(row.getDouble(0), prediction, Vectors.dense(all));
                });
    return counts.sparkSession().createDataFrame(spread, schema);
  }
}
