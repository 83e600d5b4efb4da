package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.spark.table.InputTable;
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
   * @throws dev.recurrent.spark.table.UnusableInputException for a column that is not there
   */
  List<String> in(InputTable table) {
    List<String> names = new ArrayList<>();
    names.add(table.column(text, "text-column"));
    if (label != null) {
      names.add(table.column(label, "label-column"));
    }
    names.addAll(kept);
    return names;
  }
}
