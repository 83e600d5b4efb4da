package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.ClassifierPass;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.spark.Shard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Temperature scaling (Guo et al. 2017, On Calibration of Modern Neural Networks): all logits are
 * divided by one number, by which the texts to validate on are most probable. The predicted labels
 * stay. The weights and biases of the output layer are divided, so whatever reads the model has the
 * scaled probabilities.
 *
 * @param value T, above 1 where the network was too sure
 * @param reason why it stays 1; empty where it was fitted
 */
public record Temperature(double value, String reason) {
  /** Texts to validate on that are enough to fit one number. */
  static final long FEWEST = 100;

  private static final double LEAST = 0.25;
  private static final double RANGE = 64;

  /** Temperatures that are compared at once, and how often the best's surroundings are. */
  private static final int CANDIDATES = 25;

  private static final int REFINEMENTS = 3;

  /** Losses are summed as whole numbers: parts come together in any order. */
  private static final double FIXED_POINT = 1L << 24;

  private static final double LARGEST_LOSS = 1000;

  /**
   * Fits the temperature. Each of three passes over the texts compares {@value #CANDIDATES}.
   *
   * @param parameters of the network, or of an ensemble's members, one behind another
   * @param texts to validate on
   */
  public static Temperature fit(
      JavaSparkContext spark,
      ClassifierModel model,
      float[] parameters,
      JavaRDD<Shard<LabelledBatch>> texts) {
    double low = Math.log(LEAST);
    double step = Math.log(RANGE) / (CANDIDATES - 1);
    double best = 0;
    Broadcast<float[]> theta = spark.broadcast(parameters);
    try {
      for (int i = 0; i < REFINEMENTS; i++) {
        double[] candidates = new double[CANDIDATES];
        for (int k = 0; k < CANDIDATES; k++) {
          candidates[k] = Math.exp(low + k * step);
        }
        long[] sums =
            texts
                .map(shard -> losses(shard, model, theta.value(), candidates))
                .fold(new long[CANDIDATES + 2], Temperature::plus);
        if (sums[CANDIDATES] < FEWEST) {
          return one("fewer than " + FEWEST + " texts to validate on");
        }
        if (sums[CANDIDATES] == sums[CANDIDATES + 1]) {
          return one("every text to validate on is classified correctly");
        }
        int least = 0;
        for (int k = 1; k < CANDIDATES; k++) {
          least = sums[k] < sums[least] ? k : least;
        }
        best = low + least * step;
        low = best - step;
        step = 2 * step / (CANDIDATES - 1);
      }
      return new Temperature(Math.exp(best), "");
    } finally {
      theta.destroy();
    }
  }

  private static Temperature one(String reason) {
    return new Temperature(1, reason);
  }

  private static long[] plus(long[] a, long[] b) {
    long[] sum = new long[a.length];
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  /** The losses by each candidate, the number of texts, and how many are classified correctly. */
  private static long[] losses(
      Shard<LabelledBatch> shard, ClassifierModel model, float[] parameters, double[] candidates) {
    List<ClassifierPass> members = new ArrayList<>();
    int size = model.layout().size();
    for (int from = 0; from < parameters.length; from += size) {
      float[] own = Arrays.copyOfRange(parameters, from, from + size);
      ClassifierPass pass = model.bind(own, new float[size]);
      pass.parametersChanged();
      members.add(pass);
    }
    long[] sums = new long[candidates.length + 2];
    for (int i = 0; i < shard.batches(); i++) {
      LabelledBatch batch = shard.batch(i);
      List<Matrix> logits = members.stream().map(m -> m.predict(batch)).toList();
      for (int b = 0; b < batch.batchSize(); b++) {
        add(logits, b, batch.classes()[b], candidates, sums);
      }
    }
    return sums;
  }

  private static void add(
      List<Matrix> logits, int row, int label, double[] candidates, long[] sums) {
    int classes = logits.get(0).columns;
    for (int k = 0; k < candidates.length; k++) {
      double own = 0;
      for (Matrix each : logits) {
        own += probability(each, row, label, candidates[k]) / logits.size();
      }
      sums[k] += Math.round(Math.min(LARGEST_LOSS, -Math.log(own)) * FIXED_POINT);
    }
    sums[candidates.length]++;
    double[] plain = new double[classes];
    for (int j = 0; j < classes; j++) {
      for (Matrix each : logits) {
        plain[j] += probability(each, row, j, 1);
      }
    }
    for (double other : plain) {
      if (other > plain[label]) {
        return;
      }
    }
    sums[candidates.length + 1]++;
  }

  private static double probability(Matrix logits, int row, int label, double temperature) {
    double sum = 0;
    double own = logits.get(row, label);
    for (int j = 0; j < logits.columns; j++) {
      sum += Math.exp((logits.get(row, j) - own) / temperature);
    }
    return 1 / sum;
  }

  /** A copy of the parameters whose logits are divided by the temperature. */
  public float[] scaled(ClassifierModel model, float[] parameters) {
    float[] scaled = parameters.clone();
    if (value == 1) {
      return scaled;
    }
    ParameterLayout layout = model.layout();
    int size = layout.size();
    for (int from = 0; from < scaled.length; from += size) {
      float[] own = Arrays.copyOfRange(scaled, from, from + size);
      divide(layout.view(own, "output.weight"));
      divide(layout.view(own, "output.bias"));
      System.arraycopy(own, 0, scaled, from, size);
    }
    return scaled;
  }

  private void divide(Matrix matrix) {
    for (int i = 0; i < matrix.rows; i++) {
      for (int j = 0; j < matrix.columns; j++) {
        matrix.set(i, j, (float) (matrix.get(i, j) / value));
      }
    }
  }

  /** For {@code model.json}: the value, and the reason where it stays 1. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("value", value);
    if (!reason.isEmpty()) {
      map.put("reason", reason);
    }
    return map;
  }
}
