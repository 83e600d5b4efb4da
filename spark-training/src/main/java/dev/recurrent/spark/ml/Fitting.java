package dev.recurrent.spark.ml;

import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/** What fitting a stage may throw, in the words of Spark ML: parameters, not options. */
public final class Fitting {
  private static final Pattern OPTION = Pattern.compile("--([a-z][a-z0-9]*(?:-[a-z0-9]+)*)");

  private Fitting() {}

  /**
   * Trains a model.
   *
   * @param <M> the model
   */
  @FunctionalInterface
  public interface Training<M> {
    M run() throws IOException, InterruptedException;
  }

  /**
   * Runs a stage's training.
   *
   * @throws IllegalArgumentException naming a parameter or column that cannot be
   * @throws UnusableInputException if the data cannot be used
   * @throws UncheckedIOException if a file cannot be read or written
   */
  public static <M> M of(Params stage, Training<M> training) {
    try {
      return training.run();
    } catch (UnusableInputException e) {
      String message = named(stage, String.valueOf(e.getMessage()));
      throw e.isUsage()
          ? new IllegalArgumentException(message, e)
          : new UnusableInputException(message, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(named(stage, String.valueOf(e.getMessage())), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while fitting " + stage.uid(), e);
    }
  }

  /** A message with the names of a stage's parameters where it has those of options. */
  static String named(Params stage, String message) {
    return OPTION
        .matcher(message)
        .replaceAll(
            option -> {
              String name = parameter(option.group(1));
              return Matcher.quoteReplacement(stage.hasParam(name) ? name : option.group());
            });
  }

  /** The parameter of an option: "hidden-size" is hiddenSize, "time-column" is timeCol. */
  public static String parameter(String option) {
    StringBuilder name = new StringBuilder();
    for (String word : option.split("-", -1)) {
      String part = word.equals("column") ? "col" : word;
      name.append(
          name.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return name.toString();
  }

  /**
   * Checks that all of a table can be read.
   *
   * @param action what the stage does with it: "fit"
   * @throws IllegalArgumentException if it is a stream
   */
  public static void requireWhole(Params stage, String action, Dataset<?> table) {
    if (table.isStreaming()) {
      throw new IllegalArgumentException(
          stage.uid()
              + "."
              + action
              + ": the table is a stream, expected one that can be read whole; give it a table that"
              + " is read with spark.read(), or each batch of the stream in foreachBatch");
    }
  }

  /**
   * Checks that a table has a column.
   *
   * @param column the parameter that names it
   * @throws IllegalArgumentException naming the parameter and the columns there are
   */
  public static void requireColumn(Param<String> column, String name, StructType schema) {
    List<String> names = Arrays.asList(schema.fieldNames());
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          column.name() + ": there is no column \"" + name + "\", there are " + names);
    }
  }
}
