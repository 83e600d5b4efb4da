package dev.recurrent.math;

import java.util.Arrays;

/**
 * A row-major view of a {@code float[]}: element (i, j) is {@code data[offset + i * stride + j]}.
 * Views share their data; nothing here copies unless its name says so.
 */
public final class Matrix {
  /** Columns transposed at once: so many rows of the source share a first-level cache. */
  private static final int TRANSPOSED = 8;

  public final float[] data;
  public final int offset;
  public final int rows;
  public final int columns;

  /** Distance in floats from one row to the next, at least {@code columns}. */
  public final int stride;

  private Matrix(float[] data, int offset, int rows, int columns, int stride) {
    this.data = data;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
  }

  /** A new matrix of zeros. */
  public static Matrix zeros(int rows, int columns) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "matrix is " + rows + "x" + columns + ", expected no negative size");
    }
    return view(new float[Math.multiplyExact(rows, columns)], 0, rows, columns);
  }

  /**
   * A dense view of {@code rows * columns} floats that start at {@code offset}.
   *
   * @throws IllegalArgumentException if the array is too short
   */
  public static Matrix view(float[] data, int offset, int rows, int columns) {
    if (rows < 0 || columns < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "matrix is " + rows + "x" + columns + " at " + offset + ", expected no negative size");
    }
    long end = offset + (long) rows * columns;
    if (end > data.length) {
      throw new IllegalArgumentException(
          "matrix "
              + rows
              + "x"
              + columns
              + " at "
              + offset
              + " ends at "
              + end
              + ", the array has "
              + data.length);
    }
    return new Matrix(data, offset, rows, columns, columns);
  }

  /** A view of {@code count} rows from row {@code from}. */
  public Matrix rows(int from, int count) {
    if (from < 0 || count < 0 || count > rows - from) {
      throw new IllegalArgumentException(
          "rows " + from + ".." + ((long) from + count) + " of a matrix " + shape());
    }
    return new Matrix(data, offset + from * stride, count, columns, stride);
  }

  /** A view of {@code count} columns from column {@code from}. */
  public Matrix columns(int from, int count) {
    if (from < 0 || count < 0 || count > columns - from) {
      throw new IllegalArgumentException(
          "columns " + from + ".." + ((long) from + count) + " of a matrix " + shape());
    }
    return new Matrix(data, offset + from, rows, count, stride);
  }

  public float get(int row, int column) {
    return data[index(row) + column];
  }

  public void set(int row, int column, float value) {
    data[index(row) + column] = value;
  }

  /** Index in {@link #data} of a row's first element. */
  public int index(int row) {
    return offset + row * stride;
  }

  public void fill(float value) {
    for (int i = 0; i < rows; i++) {
      Arrays.fill(data, index(i), index(i) + columns, value);
    }
  }

  /** Writes the elements of {@code source}, a matrix of the same shape. */
  public void copyFrom(Matrix source) {
    requireShape("source", source, rows, columns);
    if (stride == columns && source.stride == columns) {
      System.arraycopy(source.data, source.offset, data, offset, rows * columns);
      return;
    }
    for (int i = 0; i < rows; i++) {
      System.arraycopy(source.data, source.index(i), data, index(i), columns);
    }
  }

  /** Adds {@code source}ᵀ, given as (columns,rows). */
  public void addTransposed(Matrix source) {
    requireShape("source", source, columns, rows);
    int first = 0;
    for (; first + TRANSPOSED <= columns; first += TRANSPOSED) {
      for (int i = 0; i < rows; i++) {
        int to = index(i) + first;
        int from = source.index(first) + i;
        for (int j = 0; j < TRANSPOSED; j++) {
          data[to + j] += source.data[from + j * source.stride];
        }
      }
    }
    for (int j = first; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        data[index(i) + j] += source.data[source.index(j) + i];
      }
    }
  }

  /** The elements in row order, in an array of their own. */
  public float[] toArray() {
    float[] copy = new float[rows * columns];
    view(copy, 0, rows, columns).copyFrom(this);
    return copy;
  }

  /** "32x128", as error messages write it. */
  public String shape() {
    return rows + "x" + columns;
  }

  /**
   * Checks a shape at a public edge.
   *
   * @throws IllegalArgumentException naming the matrix, its shape and the expected one
   */
  public static void requireShape(String name, Matrix matrix, int rows, int columns) {
    if (matrix.rows != rows || matrix.columns != columns) {
      throw new IllegalArgumentException(
          name + " is " + matrix.shape() + ", expected " + rows + "x" + columns);
    }
  }

  @Override
  public String toString() {
    return "Matrix " + shape();
  }
}
