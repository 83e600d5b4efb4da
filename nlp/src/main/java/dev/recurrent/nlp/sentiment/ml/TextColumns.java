package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.UnusableInputException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table of texts are what.
 *
 * @param text the column of texts
 * @param label the column of labels, null where the texts have none
 * @param kept columns that are passed through
 */
public record TextColumns(String text, @Nullable String label, List<String> kept) {
  /** Texts with labels, and no other column. */
  public static TextColumns labelled(String text, String label) {
    return new TextColumns(text, label, List.of());
  }

  /**
   * The names as the table has them: text, label where there is one, those to pass through.
   *
   * @throws UnusableInputException for a column that is not there, or that is both
   */
  List<String> in(InputTable table) {
    List<String> names = new ArrayList<>();
    names.add(table.column(text, "text-column"));
    if (label != null) {
      names.add(table.column(label, "label-column"));
      requireTwo(names.get(0), names.get(1));
    }
    names.addAll(kept);
    return names;
  }

  private void requireTwo(String texts, String labels) {
    if (texts.equals(labels)) {
      boolean byPlace = !text.equals(label);
      throw new UnusableInputException(
          String.format(
              "--text-column %s and --label-column %s are the same column%s",
              text, label, byPlace ? "; if the first line is no header, add --no-header" : ""));
    }
  }
}
