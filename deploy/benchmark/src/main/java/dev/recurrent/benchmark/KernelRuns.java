package dev.recurrent.benchmark;

import java.util.Arrays;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * A process that runs JMH and nothing else: JMH wants a class path of its own making, which a Spark
 * driver has not. JMH is no part of the submit jar; the Spark of the build has it.
 */
final class KernelRuns {
  private KernelRuns() {}

  /** Arguments: result file, pattern of benchmarks, iterations, milliseconds of each, JVM flags. */
  public static void main(String[] arguments) throws RunnerException {
    int iterations = Integer.parseInt(arguments[2]);
    TimeValue time = TimeValue.milliseconds(Long.parseLong(arguments[3]));
    new Runner(
            new OptionsBuilder()
                .include(arguments[1])
                .forks(1)
                .threads(1)
                .warmupIterations(iterations)
                .warmupTime(time)
                .measurementIterations(iterations)
                .measurementTime(time)
                .jvmArgs(Arrays.copyOfRange(arguments, 4, arguments.length))
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(arguments[0])
                .build())
        .run();
  }
}
