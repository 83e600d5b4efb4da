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

  /**
   * The nanoseconds of each of {@code count} runs: of processor time where it trains, which has one
   * thread; of the clock on the wall for a single step.
   */
  long[] run(int count) throws IOException;

  String name();

  @Override
  void close();
}
