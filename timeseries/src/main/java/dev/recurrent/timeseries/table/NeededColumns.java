package dev.recurrent.timeseries.table;

import dev.recurrent.spark.table.DecimalComma;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.WindowConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a long table that are needed, under the names that the user gives them. Behind
 * them stand each row's place and its fault.
 */
public final class NeededColumns {
  private static final int BEHIND = 2;

  private final InputTable table;
  private final SeriesSettings options;

  /** By the name that the user gives: the option it is given by. */
  private final Map<String, String> names = new LinkedHashMap<>();

  private final List<String> numbers = new ArrayList<>();

  /** Names of covariates as a user gives them, with their options; none where a model has them. */
  private final List<Map.Entry<String, String>> covariates = new ArrayList<>();

  /**
   * @param window of a model, whose covariates are read, or null for those of the options
   */
  public NeededColumns(InputTable table, SeriesSettings options, @Nullable WindowConfig window) {
    this.table = table;
    this.options = options;
    String[] time = Objects.requireNonNull(options.timeColumn).split(",", 2);
    for (String name : time) {
      add(name, "time-column");
    }
    addNumber(Objects.requireNonNull(options.targetColumn), "target-column");
    if (options.seriesColumn != null) {
      add(options.seriesColumn, "series-column");
    }
    if (window == null) {
      options.covariates.forEach(name -> addCovariate(name, "covariates"));
      options.pastCovariates.forEach(name -> addCovariate(name, "past-covariates"));
      options.staticCovariates.forEach(name -> addCovariate(name, "static-covariates"));
    } else {
      for (Covariate covariate : window.covariates()) {
        if (covariate.categorical()) {
          add(covariate.name(), Columns.option(covariate));
        } else {
          addNumber(covariate.name(), Columns.option(covariate));
        }
      }
    }
  }

  private void add(String name, String option) {
    names.putIfAbsent(name.trim(), option);
  }

  private void addNumber(String name, String option) {
    add(name, option);
    numbers.add(name.trim());
  }

  private void addCovariate(String name, String option) {
    if (options.categories.contains(name)) {
      add(name, option);
    } else {
      addNumber(name, option);
    }
    covariates.add(Map.entry(name, option));
  }

  /** The target would be known in advance, and what is given twice would count twice. */
  private void requireOnce() {
    Map<String, String> seen = new HashMap<>();
    String target = Objects.requireNonNull(options.targetColumn);
    String wanted = table.column(target, "target-column");
    for (Map.Entry<String, String> covariate : covariates) {
      String column = table.column(covariate.getKey(), covariate.getValue());
      String option = "--" + covariate.getValue();
      if (column.equals(wanted)) {
        throw UnusableInputException.usage(
            option
                + " names \""
                + covariate.getKey()
                + "\", the column to forecast: the model has its past anyway, and its future is not"
                + " known; leave it out");
      }
      String before = seen.put(column, option);
      if (before != null) {
        throw UnusableInputException.usage(
            option
                + " names \""
                + covariate.getKey()
                + "\", which "
                + before
                + " names already; name each covariate once");
      }
    }
  }

  /**
   * Selects them.
   *
   * @throws UnusableInputException for one that is not there, and for a covariate that is the
   *     target, or is named twice
   */
  public Dataset<Row> select() {
    requireOnce();
    List<String> chosen = new ArrayList<>();
    names.forEach((name, option) -> chosen.add(table.column(name, option)));
    Dataset<Row> selected = table.select(chosen);
    String[] all = selected.columns();
    List<String> renamed = new ArrayList<>(names.keySet());
    renamed.addAll(List.of(all).subList(all.length - BEHIND, all.length));
    return withPoints(table, options, selected.toDF(renamed.toArray(new String[0])), numbers);
  }

  /**
   * Numbers with a decimal comma as numbers with a point.
   *
   * @throws UnusableInputException where a column has both, and nobody says which stands before
   *     decimals
   */
  static Dataset<Row> withPoints(
      InputTable table, SeriesSettings options, Dataset<Row> rows, List<String> numbers) {
    boolean comma = ",".equals(options.decimal);
    boolean found = options.decimal == null && table.hasSemicolons();
    if (found) {
      DecimalComma.requireOneStyle(rows, numbers, options.wide, table.places());
    }
    return comma || found ? DecimalComma.toPoint(rows, numbers, comma) : rows;
  }
}
