package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.sentiment.Labels;
import dev.recurrent.nlp.text.BlankText;
import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** A row of a table of texts, and what is wrong with it if anything is. */
final class TextRow implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Cells: text, label where there is one, those to pass through, the place, the fault. */
  private final @Nullable LabelledText usable;

  private final long place;
  private final String fault;

  private TextRow(@Nullable LabelledText usable, long place, String fault) {
    this.usable = usable;
    this.place = place;
    this.fault = fault;
  }

  /**
   * @param row text, label where there is one, cells to pass through, place, fault
   * @param kept how many are passed through
   */
  static TextRow of(Row row, boolean labelled, int kept) {
    int size = row.length();
    long place = row.getLong(size - 2);
    @Nullable String text = row.isNullAt(0) ? null : row.getString(0);
    @Nullable String label =
        labelled && !row.isNullAt(1) ? Labels.canonical(row.getString(1)) : null;
    if (!row.isNullAt(size - 1)) {
      return new TextRow(null, place, row.getString(size - 1));
    }
    if (text == null || BlankText.is(text)) {
      return new TextRow(null, place, "has no text");
    }
    if (labelled && (label == null || label.isEmpty())) {
      return new TextRow(null, place, "has no label");
    }
    @Nullable Object[] cells = new Object[kept];
    for (int i = 0; i < kept; i++) {
      cells[i] = row.get(size - 2 - kept + i);
    }
    return new TextRow(new LabelledText(place, text, label == null ? "" : label, cells), place, "");
  }

  /** The text, or null where the row cannot be used. */
  @Nullable LabelledText usable() {
    return usable;
  }

  long place() {
    return place;
  }

  /** Why the row cannot be used. */
  String fault() {
    return fault;
  }
}
