package dev.recurrent.timeseries.forecast;

/**
 * An input of which each value has a learned vector (entity embeddings, Guo and Berkhahn 2016,
 * arXiv:1604.06737).
 *
 * @param name of the table's column
 * @param kind when its values are known
 * @param rows vectors: one for each value that training has seen, and row 0 for all others
 * @param size columns of a vector
 */
public record Category(String name, Covariate.Kind kind, int rows, int size) {
  /** That of so many values: a vector has twice the fourth root of their number. */
  static Category of(String name, Covariate.Kind kind, int values) {
    int size = (int) Math.ceil(2 * Math.pow(Math.max(1, values), 0.25));
    return new Category(name, kind, values + 1, size);
  }

  /** Whether a window has one value of it. */
  public boolean constant() {
    return kind == Covariate.Kind.STATIC;
  }

  /** Whether its values in the horizon are known. */
  public boolean known() {
    return kind != Covariate.Kind.PAST;
  }
}
