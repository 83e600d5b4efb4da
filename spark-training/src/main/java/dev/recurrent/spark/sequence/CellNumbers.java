package dev.recurrent.spark.sequence;

import dev.recurrent.spark.table.UnusableInputException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Reads numbers out of a table's cells. */
final class CellNumbers {
  private CellNumbers() {}

  /**
   * @param column in messages, as is the sequence
   * @throws UnusableInputException for an empty cell, or one that is no number
   */
  static float number(@Nullable Object cell, String column, String sequence) {
    if (cell instanceof Number number) {
      return number.floatValue();
    }
    if (cell instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    throw bad(
        column,
        sequence,
        cell == null
            ? "has an empty cell; fill it, or leave the row out"
            : "has a " + cell.getClass().getSimpleName() + ", expected a number");
  }

  /** Of a cell with one number, an array of them or a vector. */
  static float[] numbers(@Nullable Object cell, String column, String sequence) {
    if (cell instanceof Vector vector) {
      return floats(vector.toArray());
    }
    if (cell instanceof Seq<?> array) {
      List<?> items = items(array);
      float[] numbers = new float[items.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = number(items.get(i), column, sequence);
      }
      return numbers;
    }
    return new float[] {number(cell, column, sequence)};
  }

  /** As {@link #numbers}, all of them finite. */
  static float[] finite(@Nullable Object cell, String column, String sequence) {
    float[] numbers = numbers(cell, column, sequence);
    for (float value : numbers) {
      if (!Float.isFinite(value)) {
        throw bad(column, sequence, "has " + value + ", expected a finite number");
      }
    }
    return numbers;
  }

  /** A whole number from 0. */
  static int token(float value, String column, String sequence) {
    if (value < 0 || value != (int) value) {
      throw bad(column, sequence, "has " + value + ", expected a token number from 0");
    }
    return (int) value;
  }

  /** The items of an array in a cell. */
  static List<Object> items(Seq<?> array) {
    return new ArrayList<>(JavaConverters.seqAsJavaList(array));
  }

  static UnusableInputException bad(String column, String sequence, String what) {
    return new UnusableInputException(
        "column \"" + column + "\" of sequence \"" + sequence + "\" " + what);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
