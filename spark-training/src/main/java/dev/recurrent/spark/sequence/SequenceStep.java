package dev.recurrent.spark.sequence;

import dev.recurrent.spark.table.UnusableInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
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
    float weight = columns.weight() == null ? 1f : number(row, at, columns.weight(), sequence);
    Comparable<Object> order = order(row, columns, sequence);
    return new SequenceStep(sequence, order, features, token, label, weight);
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> order(Row row, SequenceColumns columns, String sequence) {
    Object cell = row.get(1);
    if (cell instanceof Number number && Double.isNaN(number.doubleValue())) {
      throw bad(columns.order(), sequence, "has NaN, which has no place in an order");
    }
    if (cell instanceof Comparable<?> comparable) {
      return (Comparable<Object>) comparable;
    }
    throw bad(
        columns.order(),
        sequence,
        "has " + (cell == null ? "an empty cell" : "cells that have no order"));
  }

  /** NaN is a masked target. */
  private static float[] label(Row row, int at, String name, String sequence) {
    float[] label = numbers(row, at, name, sequence);
    for (float value : label) {
      if (Float.isInfinite(value)) {
        throw bad(name, sequence, "has " + value + ", expected a finite number or an empty cell");
      }
    }
    return label;
  }

  private static float[] features(Row row, SequenceColumns columns, String sequence) {
    List<float[]> parts = new ArrayList<>();
    int size = 0;
    for (int i = 0; i < columns.features().size(); i++) {
      String name = columns.features().get(i);
      float[] part = numbers(row, 2 + i, name, sequence);
      for (float value : part) {
        if (!Float.isFinite(value)) {
          throw bad(name, sequence, "has " + value + ", expected a finite number");
        }
      }
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
    float value = number(row, at, name, sequence);
    if (value < 0 || value != (int) value) {
      throw bad(name, sequence, "has " + value + ", expected a token number from 0");
    }
    return (int) value;
  }

  private static float[] numbers(Row row, int at, String name, String sequence) {
    Object cell = row.get(at);
    if (cell instanceof Vector vector) {
      return floats(vector.toArray());
    }
    if (cell instanceof scala.collection.Seq<?>) {
      List<Object> items = row.getList(at);
      float[] numbers = new float[items.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = number(items.get(i), name, sequence);
      }
      return numbers;
    }
    return new float[] {number(cell, name, sequence)};
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static float number(Row row, int at, String name, String sequence) {
    return number(row.get(at), name, sequence);
  }

  private static float number(@Nullable Object cell, String name, String sequence) {
    if (cell instanceof Number number) {
      return number.floatValue();
    }
    if (cell instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    throw bad(
        name,
        sequence,
        cell == null
            ? "has an empty cell; fill it, or leave the row out"
            : "has a " + cell.getClass().getSimpleName() + ", expected a number");
  }

  private static UnusableInputException bad(String name, String sequence, String what) {
    return new UnusableInputException(
        "column \"" + name + "\" of sequence \"" + sequence + "\" " + what);
  }
}
