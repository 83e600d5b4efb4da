package dev.recurrent.math;

/**
 * Brings rows into the first cache before a pass over them. The pass would wait for them a few
 * lines at a time, between computing and storing; loads with nothing to do wait together.
 */
public final class Prefetch {
  /** Floats of a cache line. */
  private static final int LINE = 16;

  /** What was read, kept so that reading it is not for nothing. */
  private float last;

  /** Reads a number of each cache line from the first row to the last. */
  public void read(Matrix m) {
    float[] x = m.data;
    int end = m.rows == 0 ? m.offset : m.index(m.rows - 1) + m.columns;
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = m.offset;
    for (; i + 4 * LINE <= end; i += 4 * LINE) {
      a += x[i];
      b += x[i + LINE];
      c += x[i + 2 * LINE];
      d += x[i + 3 * LINE];
    }
    for (; i < end; i += LINE) {
      a += x[i];
    }
    last = a + b + c + d;
  }

  /** The sum of what was read. */
  float last() {
    return last;
  }
}
