package dev.recurrent.timeseries.table;

import dev.recurrent.spark.job.InputTable;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.forecast.Covariate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table's covariates: which inputs they make, and their scale over the training rows. */
public final class Covariates {
  private static final double LEAST = 1e-6;
  private static final int MOST_WORDS = 100;

  private Covariates() {}

  /** One input a column of numbers, one a word of a static column of words. */
  static List<Covariate> of(Dataset<Row> table, SeriesOptions options) {
    List<Covariate> all = new ArrayList<>();
    options.covariates.forEach(n -> all.add(Covariate.number(n, Covariate.Kind.KNOWN)));
    options.pastCovariates.forEach(n -> all.add(Covariate.number(n, Covariate.Kind.PAST)));
    options.staticCovariates.forEach(n -> all.addAll(constant(table, n)));
    return all;
  }

  private static List<Covariate> constant(Dataset<Row> table, String name) {
    InputTable.column(table, name, "static-covariates");
    List<String> words =
        table
            .select(table.col("`" + name + "`").cast("string"))
            .distinct()
            .limit(MOST_WORDS + 1)
            .collectAsList()
            .stream()
            .filter(row -> !row.isNullAt(0))
            .map(row -> row.getString(0))
            .sorted()
            .toList();
    if (words.stream().allMatch(Values::isNumber)) {
      return List.of(Covariate.number(name, Covariate.Kind.STATIC));
    }
    if (words.size() > MOST_WORDS) {
      throw JobException.badInput(
          "static covariate \""
              + name
              + "\" has more than "
              + MOST_WORDS
              + " different words; give numbers, or fewer groups");
    }
    return words.stream().map(w -> Covariate.category(name, Covariate.Kind.STATIC, w)).toList();
  }

  /** With the means and deviations over the training rows of all series. */
  public static List<Covariate> scaled(SeriesTable table, SplitOptions.Rule rule) {
    List<Covariate> plain = table.covariates();
    if (plain.isEmpty()) {
      return List.of();
    }
    int width = plain.size();
    double[] sums =
        table
            .series()
            .map(s -> sums(s.covariates(), rule.of(s.length()).train()))
            // In partition order: a sum of doubles depends on it.
            .glom()
            .map(Covariates::total)
            .collect()
            .stream()
            .filter(part -> part.length > 0)
            .reduce(new double[2 * width + 1], Covariates::plus);
    List<Covariate> covariates = new ArrayList<>();
    for (int k = 0; k < width; k++) {
      double mean = sums[k] / sums[2 * width];
      double variance = sums[width + k] / sums[2 * width] - mean * mean;
      double deviation = Math.sqrt(Math.max(0, variance));
      boolean word = plain.get(k).category() != null;
      covariates.add(
          word
              ? plain.get(k)
              : plain.get(k).scaled(deviation < LEAST ? 1 : (float) deviation, (float) mean));
    }
    return covariates;
  }

  /** Sums and sums of squares of each covariate, and the rows they are over. */
  private static double[] sums(float[][] covariates, int rows) {
    int width = covariates.length;
    double[] own = new double[2 * width + 1];
    for (int k = 0; k < width; k++) {
      float[] values = covariates[k];
      for (int t = 0; t < rows; t++) {
        double value = values[values.length == 1 ? 0 : t];
        own[k] += value;
        own[width + k] += value * value;
      }
    }
    own[2 * width] = rows;
    return own;
  }

  private static double[] total(List<double[]> parts) {
    return parts.stream().reduce(Covariates::plus).orElse(new double[0]);
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < b.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  /**
   * A model's covariates have to be named as they were in training.
   *
   * @throws JobException naming what differs
   */
  public static void requireSame(SeriesOptions options, List<Covariate> trained) {
    requireSame("covariates", options.covariates, trained, Covariate.Kind.KNOWN);
    requireSame("past-covariates", options.pastCovariates, trained, Covariate.Kind.PAST);
    requireSame("static-covariates", options.staticCovariates, trained, Covariate.Kind.STATIC);
  }

  private static void requireSame(
      String option, List<String> given, List<Covariate> trained, Covariate.Kind kind) {
    Stream<Covariate> same = trained.stream().filter(c -> c.kind() == kind);
    List<String> names = same.map(Covariate::name).distinct().toList();
    if (!Objects.equals(names, given)) {
      throw JobException.usage(
          "--" + option + " are " + given + ", the model was trained with " + names);
    }
  }
}
