package dev.recurrent.benchmark;

import java.io.IOException;

/** Something that can run a {@link CellTask}. */
interface Contender extends AutoCloseable {
  /**
   * Makes the task's network.
   *
   * @return false if it has no such cell
   */
  boolean prepare(CellTask task) throws IOException;

  /** The nanoseconds of each of {@code count} runs. */
  long[] run(int count) throws IOException;

  String name();

  @Override
  void close();
}
