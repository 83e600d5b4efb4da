package dev.recurrent.timeseries.explain;

import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.WindowConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The inputs of a network as a user knows them: each past value, and by name the forecast that the
 * network corrects, lags, the calendar and covariates. It says which columns each has.
 */
final class Sources {
  /** Of columns that say nothing by themselves, such as which values are missing. */
  static final int NONE = -1;

  private static final String VALUE = "value";

  private final int context;
  private final List<String> names = new ArrayList<>();
  private final int[] past;
  private final int[] known;
  private final boolean[] constant;
  private final int categories;

  Sources(WindowConfig window) {
    context = window.contextLength();
    past = new int[window.encoderInputs()];
    known = new int[window.decoderInputs()];
    Arrays.fill(past, NONE);
    Arrays.fill(known, NONE);
    constant = new boolean[past.length];
    names.add("naive forecast");
    known[0] = context;
    int at = window.observed() ? 2 : 1;
    int ahead = 1;
    for (int lag : window.lags()) {
      past[at++] = known[ahead++] = context + names.size();
      names.add("lag " + lag);
    }
    List<Covariate> numbers =
        window.covariates().stream().filter(covariate -> !covariate.categorical()).toList();
    int covariates = past.length - numbers.size();
    if (at < covariates) {
      while (at < covariates) {
        past[at++] = known[ahead++] = context + names.size();
      }
      names.add("calendar");
    }
    for (Covariate covariate : numbers) {
      constant[at] = covariate.kind() == Covariate.Kind.STATIC;
      past[at++] = context + names.size();
      if (covariate.kind() != Covariate.Kind.PAST) {
        known[ahead++] = context + names.size();
      }
      names.add(covariate.name());
    }
    categories = context + names.size();
    window.categories().forEach(category -> names.add(category.name()));
  }

  /** How many there are: the past values, then the others. */
  int count() {
    return context + names.size();
  }

  /** The name; that of every past value is the same. */
  String name(int source) {
    return source < context ? VALUE : names.get(source - context);
  }

  /** Steps from the origin back to a past value; 0 for a source that is none. */
  int back(int source) {
    return source < context ? context - source : 0;
  }

  /** The source of a column of the context. */
  int ofContext(int step, int column) {
    return column == 0 ? step : past[column];
  }

  /** The source of a column of the horizon. */
  int ofHorizon(int column) {
    return known[column];
  }

  /** The source of a category, by its place. */
  int ofCategory(int place) {
    return categories + place;
  }

  /** Whether a column has one value for each series, so that its mean says nothing. */
  boolean constant(int column) {
    return constant[column];
  }

  /** The column of the context that has the same input as one of the horizon; 0 for the base. */
  int contextColumn(int horizonColumn) {
    for (int column = 1; column < past.length; column++) {
      if (past[column] == known[horizonColumn]
          && offset(past, column) == offset(known, horizonColumn)) {
        return column;
      }
    }
    return 0;
  }

  /** Its place among the columns of its source. */
  private static int offset(int[] columns, int column) {
    int offset = 0;
    while (column - offset > 0 && columns[column - offset - 1] == columns[column]) {
      offset++;
    }
    return offset;
  }
}
