package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.text.TextKey;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** One usable row of a table of texts. */
public final class LabelledText implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long place;
  private final String text;
  private final String label;
  private final @Nullable Object[] kept;

  /**
   * @param place of the row in its table
   * @param label as the table has it; empty where there is none
   * @param kept cells that are passed through
   */
  public LabelledText(long place, String text, String label, @Nullable Object[] kept) {
    this.place = place;
    this.text = text;
    this.label = label;
    this.kept = kept;
  }

  public long place() {
    return place;
  }

  public String text() {
    return text;
  }

  public String label() {
    return label;
  }

  public @Nullable Object[] kept() {
    return kept;
  }

  /** Drawn from text and label: decides the shard, whatever file and row the text stands in. */
  public long key() {
    return TextKey.of(text, label);
  }
}
