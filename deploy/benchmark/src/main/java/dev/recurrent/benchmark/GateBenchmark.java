package dev.recurrent.benchmark;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A time step's fused passes over the gates, B rows by H columns. Backward eats what forward
 * leaves, so it is timed together with it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GateBenchmark {
  @Param({"32x50", "64x128", "50x512", "20x650"})
  public String shape = "";

  @Param({"rnn", "lstm", "gru"})
  public String cell = "";

  private Matrix tape = Matrix.zeros(0, 0);
  private Matrix previous = Matrix.zeros(0, 0);
  private Matrix next = Matrix.zeros(0, 0);
  private Matrix dNext = Matrix.zeros(0, 0);
  private Matrix dPrevious = Matrix.zeros(0, 0);

  /** Random pre-activations and states. */
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x");
    int b = Integer.parseInt(sizes[0]);
    int h = Integer.parseInt(sizes[1]);
    int gates = cell.equals("rnn") ? 1 : cell.equals("lstm") ? 5 : 6;
    int state = cell.equals("lstm") ? 2 * h : h;
    tape = ProductBenchmark.random(b, gates * h);
    previous = ProductBenchmark.random(b, state);
    next = ProductBenchmark.random(b, state);
    dNext = ProductBenchmark.random(b, state);
    dPrevious = ProductBenchmark.random(b, state);
  }

  /** Activations and the next state. */
  @Benchmark
  public Matrix gatesForward() {
    switch (cell) {
      case "rnn" -> Kernels.rnnForward(tape, next);
      case "lstm" -> Kernels.lstmForward(tape, previous, next);
      default -> Kernels.gruForward(tape, previous, next);
    }
    return next;
  }

  /** As {@link #gatesForward}, then the gradients of the pre-activations. */
  @Benchmark
  public Matrix gatesForwardBackward() {
    gatesForward();
    switch (cell) {
      case "rnn" -> Kernels.rnnBackward(tape, dNext);
      case "lstm" -> Kernels.lstmBackward(tape, previous, dNext, dPrevious);
      default -> Kernels.gruBackward(tape, previous, dNext, dPrevious);
    }
    return dPrevious;
  }
}
