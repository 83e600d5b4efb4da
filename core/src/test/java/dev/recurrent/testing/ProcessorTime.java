package dev.recurrent.testing;

import java.lang.management.ManagementFactory;

/** Time that other programs on the machine do not lengthen. */
public final class ProcessorTime {
  private ProcessorTime() {}

  /** Nanoseconds that this thread has computed since it began. */
  public static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
