package dev.recurrent.spark.sequence;

import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceCheck;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one sequence, in order, as a network reads them. */
final class SequenceRows {
  private final List<SequenceStep> steps;
  private final SequenceColumns columns;
  private final SequenceCheck check;
  private final String name;

  /**
   * @param steps at least one; sorted in place
   */
  SequenceRows(List<SequenceStep> steps, SequenceColumns columns, SequenceCheck check) {
    this.steps = steps;
    this.check = check;
    this.columns = columns;
    name = steps.get(0).sequence;
    steps.sort(SequenceStep.IN_ORDER);
  }

  /**
   * @param source finds what the model's encoder reads; null for a model without one
   * @throws UnusableInputException if rows have different numbers of features, or the sequence two
   *     labels or weights, or the model cannot read it
   */
  Sequence sequence(@Nullable SourceRows source) {
    Sequence read = source == null ? null : source.source(steps, name);
    Sequence sequence = new Sequence(steps.size(), features(), tokens(), targets(), weight(), read);
    try {
      check.require(sequence, "sequence \"" + name + "\"");
    } catch (IllegalArgumentException e) {
      throw new UnusableInputException(String.valueOf(e.getMessage()), e);
    }
    return sequence;
  }

  private float @Nullable [] features() {
    if (columns.features().isEmpty()) {
      return null;
    }
    int width = steps.get(0).features.length;
    float[] all = new float[steps.size() * width];
    for (int t = 0; t < steps.size(); t++) {
      float[] row = steps.get(t).features;
      if (row.length != width) {
        throw new UnusableInputException(
            String.format(
                "sequence \"%s\" has %d features in row %d, expected %d as in row 1",
                name, row.length, t + 1, width));
      }
      System.arraycopy(row, 0, all, t * width, width);
    }
    return all;
  }

  private int @Nullable [] tokens() {
    return columns.tokens() == null ? null : steps.stream().mapToInt(s -> s.token).toArray();
  }

  private float @Nullable [] targets() {
    if (columns.label() == null) {
      return null;
    }
    return columns.labelEachStep() ? labelOfEachStep() : labelOfAll();
  }

  private float @Nullable [] labelOfEachStep() {
    int width = steps.stream().mapToInt(s -> s.label.length).max().orElse(0);
    if (width == 0) {
      return null;
    }
    float[] all = new float[steps.size() * width];
    Arrays.fill(all, Float.NaN);
    for (int t = 0; t < steps.size(); t++) {
      System.arraycopy(steps.get(t).label, 0, all, t * width, steps.get(t).label.length);
    }
    return all;
  }

  /** The one label that the rows agree on; rows without one say nothing. */
  private float @Nullable [] labelOfAll() {
    float @Nullable [] label = null;
    for (SequenceStep step : steps) {
      if (step.label.length == 0) {
        continue;
      }
      if (label != null && !Arrays.equals(label, step.label)) {
        throw new UnusableInputException(
            String.format(
                "sequence \"%s\" has two labels in column \"%s\", %s and %s; use labels(...) for"
                    + " one label a row",
                name, columns.label(), Arrays.toString(label), Arrays.toString(step.label)));
      }
      label = step.label;
    }
    return label;
  }

  private float weight() {
    float weight = steps.get(0).weight;
    for (SequenceStep step : steps) {
      if (step.weight != weight || !(weight >= 0) || !Float.isFinite(weight)) {
        throw new UnusableInputException(
            String.format(
                "sequence \"%s\" has weights %s and %s in column \"%s\", expected one, 0 or more",
                name, weight, step.weight, columns.weight()));
      }
    }
    return weight;
  }
}
