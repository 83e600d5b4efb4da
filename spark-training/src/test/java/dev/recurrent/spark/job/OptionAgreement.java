package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.ml.Fitting;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Compares the parameters of a stage with the options of the command that trains the same. */
public final class OptionAgreement {
  /**
   * What a schedule of jobs asks for; a pipeline decides itself which of its models it uses, and
   * how it is tracked, and brings its table.
   */
  private static final Set<String> OF_JOBS =
      Set.of(
          "publish",
          "publishMargin",
          "keepModels",
          "tensorboard",
          "mlflow",
          "metricsTable",
          "inputTable",
          "inputQuery",
          "inputSnapshot",
          "ensemble",
          "snapshots");

  private OptionAgreement() {}

  /**
   * Checks that names and defaults agree.
   *
   * @param ownParams parameters that are no options
   * @param ownOptions options that are no parameters, by the names that they would have
   */
  public static void check(Params stage, Job job, Set<String> ownParams, Set<String> ownOptions) {
    TreeMap<String, OptionSpec> options = new TreeMap<>();
    for (OptionSpec option : CommandSpec.forAnnotatedObject(job).options()) {
      options.put(Fitting.parameter(option.names()[0].substring(2)), option);
    }
    TreeSet<String> names = new TreeSet<>();
    Arrays.stream(stage.params()).forEach(param -> names.add(param.name()));
    assertTrue(names.containsAll(ownParams), ownParams.toString());
    assertTrue(options.keySet().containsAll(ownOptions), ownOptions.toString());
    names.removeAll(ownParams);
    TreeSet<String> shared = new TreeSet<>(options.keySet());
    shared.removeAll(ownOptions);
    shared.removeAll(OF_JOBS);
    assertEquals(shared, names);
    names.forEach(name -> requireSameDefault(options.get(name), byDefault(stage, name), name));
  }

  /** What an option has by default stands in its value, or, where that is null, in its text. */
  private static void requireSameDefault(OptionSpec option, @Nullable String value, String name) {
    String own = byDefault(option);
    if (own == null && value != null) {
      String text = String.join(" ", option.description());
      assertTrue(text.contains("default: " + value) || text.contains(", " + value + " of"), text);
    } else {
      assertEquals(own, value, name);
    }
  }

  private static @Nullable String byDefault(Params stage, String name) {
    Param<Object> param = stage.getParam(name);
    return stage.hasDefault(param) ? plain(stage.getOrDefault(param)) : null;
  }

  private static @Nullable String byDefault(OptionSpec option) {
    Object value = option.defaultValue() != null ? option.defaultValue() : option.initialValue();
    return value == null || value.equals("") || value.toString().equals("[]") ? null : plain(value);
  }

  private static String plain(Object value) {
    try {
      return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException noNumber) {
      return value.toString();
    }
  }
}
