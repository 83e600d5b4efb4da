package dev.recurrent.spark.sequence;

import dev.recurrent.spark.table.UnusableInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** One row of a table: one step of one sequence. */
final class SequenceStep implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final float[] NONE = {};

  /** By the order column; equal ones by what they hold, so that no scan decides. */
  static final Comparator<SequenceStep> IN_ORDER =
      Comparator.<SequenceStep, Comparable<Object>>comparing(step -> step.order)
          .thenComparing(step -> step.features, Arrays::compare)
          .thenComparingInt(step -> step.token)
          .thenComparing(step -> step.label, Arrays::compare);

  private final Comparable<Object> order;
  final String sequence;
  final float[] features;
  final int token;
  final float[] label;
  final float weight;

  /** What the encoder reads, or null where this row does not say it. */
  final @Nullable SourceCell source;

  private SequenceStep(
      String sequence,
      Comparable<Object> order,
      float[] features,
      int token,
      float[] label,
      float weight) {
    this.sequence = sequence;
    this.order = order;
    this.features = features;
    this.token = token;
    this.label = label;
    this.weight = weight;
    source = null;
  }

  private SequenceStep(SequenceStep from, @Nullable SourceCell source) {
    sequence = from.sequence;
    order = from.order;
    features = from.features;
    token = from.token;
    label = from.label;
    weight = from.weight;
    this.source = source;
  }

  /** The same with what the encoder reads. */
  SequenceStep with(@Nullable SourceCell other) {
    return new SequenceStep(this, other);
  }

  /**
   * @param row with the columns of {@link SequenceColumns#names} in their order
   * @throws UnusableInputException naming the sequence and the column of a cell that cannot be used
   */
  static SequenceStep of(Row row, SequenceColumns columns) {
    if (row.isNullAt(0)) {
      throw new UnusableInputException("column \"" + columns.sequence() + "\" has an empty cell");
    }
    String sequence = SequenceName.of(row.get(0), columns.sequence());
    int at = 2 + columns.features().size();
    float[] features = features(row, columns, sequence);
    int token = columns.tokens() == null ? 0 : token(row, at++, columns.tokens(), sequence);
    float[] label = NONE;
    if (columns.label() != null) {
      label = row.isNullAt(at) ? NONE : label(row, at, columns.label(), sequence);
      at++;
    }
    float weight = 1f;
    if (columns.weight() != null) {
      weight = CellNumbers.number(row.get(at++), columns.weight(), sequence);
    }
    SourceColumns source = columns.source();
    Comparable<Object> order = order(row, columns, sequence);
    SequenceStep step = new SequenceStep(sequence, order, features, token, label, weight);
    return source == null ? step : step.with(SourceCell.of(row, at, source, sequence));
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> order(Row row, SequenceColumns columns, String sequence) {
    Object cell = row.get(1);
    if (cell instanceof Number number && Double.isNaN(number.doubleValue())) {
      throw CellNumbers.bad(columns.order(), sequence, "has NaN, which has no place in an order");
    }
    if (cell instanceof Comparable<?> comparable) {
      return (Comparable<Object>) comparable;
    }
    throw CellNumbers.bad(
        columns.order(),
        sequence,
        "has " + (cell == null ? "an empty cell" : "cells that have no order"));
  }

  /** NaN is a masked target. */
  private static float[] label(Row row, int at, String name, String sequence) {
    float[] label = CellNumbers.numbers(row.get(at), name, sequence);
    for (float value : label) {
      if (Float.isInfinite(value)) {
        throw CellNumbers.bad(
            name, sequence, "has " + value + ", expected a finite number or an empty cell");
      }
    }
    return label;
  }

  private static float[] features(Row row, SequenceColumns columns, String sequence) {
    List<float[]> parts = new ArrayList<>();
    int size = 0;
    for (int i = 0; i < columns.features().size(); i++) {
      String name = columns.features().get(i);
      float[] part = CellNumbers.finite(row.get(2 + i), name, sequence);
      parts.add(part);
      size += part.length;
    }
    float[] all = new float[size];
    int to = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, to, part.length);
      to += part.length;
    }
    return all;
  }

  private static int token(Row row, int at, String name, String sequence) {
    return CellNumbers.token(CellNumbers.number(row.get(at), name, sequence), name, sequence);
  }
}
