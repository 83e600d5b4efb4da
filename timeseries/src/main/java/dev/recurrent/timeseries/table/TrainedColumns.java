package dev.recurrent.timeseries.table;

import dev.recurrent.format.ModelDescription;
import dev.recurrent.spark.table.ReadingRules;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The form of table that a model was trained on, as its {@code model.json} has it: wide or long,
 * its columns, how its numbers are written, its rule for missing values, how much of it may be
 * unusable. Who uses the model need not say it again, and is told if they say something else.
 */
public final class TrainedColumns {
  /** Steps that two frequencies have to share to be one: more than a year of months. */
  private static final int STEPS = 100;

  private final Map<String, String> settings;
  private final WindowConfig window;

  private TrainedColumns(Map<String, String> settings, WindowConfig window) {
    this.settings = settings;
    this.window = window;
  }

  /**
   * @param model a forecasting model's {@code model.json}
   */
  public static TrainedColumns of(ModelDescription model, WindowConfig window) {
    return new TrainedColumns(model.settings(), window);
  }

  private @Nullable String trained(String option) {
    return settings.get(option);
  }

  /** The rule for missing values. */
  public String missing() {
    String rule = trained("missing");
    return rule == null ? SeriesSettings.MISSING : rule;
  }

  /**
   * Fills in what is not given.
   *
   * @throws UnusableInputException naming an option's value and the model's, if they differ
   */
  public void complete(SeriesSettings options) {
    boolean wide = Boolean.parseBoolean(trained("wide"));
    if (options.wide && !wide && !settings.isEmpty()) {
      throw UnusableInputException.usage(
          "--wide is given, the model was trained on a long table with --time-column "
              + trained("time-column"));
    }
    options.wide |= wide;
    options.timeColumn = agreed("time-column", options.timeColumn);
    options.targetColumn = agreed("target-column", options.targetColumn);
    options.seriesColumn = agreed("series-column", options.seriesColumn);
    options.decimal = agreed("decimal", options.decimal);
    // How times are written is a matter of the table's file: another one may write them otherwise.
    options.timeFormat = options.timeFormat == null ? trained("time-format") : options.timeFormat;
    options.timeZone = options.timeZone == null ? trained("time-zone") : options.timeZone;
    options.reading = options.reading.orElse(delimiter(), encoding());
    options.maxBadFraction = orElse(options.maxBadFraction, "max-bad-fraction");
    options.badSeries = orElse(options.badSeries, "bad-series");
    if (options.missing != null && !options.missing.equalsIgnoreCase(missing())) {
      throw differ("missing", options.missing, missing());
    }
    options.missing = missing();
    requireFrequency(options);
    options.trainedFrequency = trained("frequency");
    options.covariates = agreed("covariates", options.covariates, Covariate.Kind.KNOWN);
    options.pastCovariates = agreed("past-covariates", options.pastCovariates, Covariate.Kind.PAST);
    options.staticCovariates =
        agreed("static-covariates", options.staticCovariates, Covariate.Kind.STATIC);
    List<String> categories =
        window.covariates().stream().filter(Covariate::categorical).map(Covariate::name).toList();
    if (!categories.containsAll(options.categories)) {
      throw UnusableInputException.usage(
          "--categories are " + options.categories + ", the model was trained with " + categories);
    }
    options.categories = categories;
  }

  private @Nullable Character delimiter() {
    String trained = trained("delimiter");
    return trained == null ? null : ReadingRules.delimiter(trained);
  }

  private @Nullable Charset encoding() {
    String trained = trained("encoding");
    return trained == null ? null : Charset.forName(trained.trim());
  }

  private @Nullable Double orElse(@Nullable Double given, String option) {
    String trained = trained(option);
    return given != null || trained == null ? given : Double.valueOf(trained);
  }

  private @Nullable String agreed(String option, @Nullable String given) {
    String trained = trained(option);
    if (settings.isEmpty() || given == null || given.equals(trained)) {
      return given == null ? trained : given;
    }
    throw differ(option, given, trained);
  }

  /** In any order: inputs are the model's, in the model's order. */
  private List<String> agreed(String option, List<String> given, Covariate.Kind kind) {
    List<String> names =
        window.covariates().stream()
            .filter(c -> c.kind() == kind)
            .map(Covariate::name)
            .distinct()
            .toList();
    if (!given.isEmpty() && !new TreeSet<>(given).equals(new TreeSet<>(names))) {
      throw UnusableInputException.usage(
          "--" + option + " are " + given + ", the model was trained with " + names);
    }
    return names;
  }

  private void requireFrequency(SeriesSettings options) {
    Frequency trained = window.frequency();
    Frequency given = options.frequency(null);
    String text = options.frequency;
    if (given != null && trained != null && text != null && !same(text, given, trained)) {
      throw differ("frequency", text, trained.toString());
    }
  }

  /** Names may differ and anchors be left open: what counts is that one step is one step. */
  private static boolean same(String text, Frequency given, Frequency trained) {
    if (text.equalsIgnoreCase(trained.toString())) {
      return true;
    }
    if (Frequency.named(text) && !given.anchor().equals(trained.anchor())) {
      return false;
    }
    long[] times = new long[STEPS];
    for (int k = 0; k < STEPS; k++) {
      times[k] = trained.time(k);
    }
    Frequency own = given.anchored(times);
    for (int k = 1; k < STEPS; k++) {
      if (!own.holds(times[k]) || own.step(times[k]) - own.step(times[k - 1]) != 1) {
        return false;
      }
    }
    return true;
  }

  private static UnusableInputException differ(
      String option, @Nullable String given, @Nullable String trained) {
    return UnusableInputException.usage(
        "--"
            + option
            + " is "
            + given
            + ", the model was trained "
            + (trained == null ? "without it" : "with " + trained)
            + "; leave the option out, or train a model for this table");
  }
}
