package dev.recurrent.nn.layer;

/**
 * The shape of what a layer reads or gives.
 *
 * @param columns of each row
 * @param eachStep whether there is a row for each step of a sequence, (T*B, columns), or one for
 *     the whole sequence, (B, columns)
 * @param directions 2 where the columns are [forward | reverse] of a bidirectional layer, else 1
 */
public record LayerShape(int columns, boolean eachStep, int directions) {
  /** Rows for each step. */
  public static LayerShape eachStep(int columns) {
    return new LayerShape(columns, true, 1);
  }

  /** The same rows with other columns. */
  public LayerShape withColumns(int other) {
    return new LayerShape(other, eachStep, 1);
  }

  /** "(T, B, 50)" or "(B, 50)". */
  public String label() {
    return (eachStep ? "(T, B, " : "(B, ") + columns + ")";
  }
}
