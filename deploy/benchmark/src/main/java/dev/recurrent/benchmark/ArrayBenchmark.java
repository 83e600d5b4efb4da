package dev.recurrent.benchmark;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Sums;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What goes over all parameters once a step. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ArrayBenchmark {
  /** Parameters: some that stay in a cache, some that do not. */
  @Param({"50000", "5000000"})
  public int shape;

  private float[] parameters = {};
  private float[] gradient = {};
  private float[] moments = {};

  /** Random parameters and gradient. */
  @Setup
  public void prepare() {
    parameters = ProductBenchmark.random(1, shape).data;
    gradient = ProductBenchmark.random(1, shape).data;
    moments = Matrix.zeros(1, 2 * shape).data;
  }

  /** Adam's step. */
  @Benchmark
  public float[] adam() {
    Kernels.adam(parameters, gradient, moments, 0.9f, 0.999f, 1e-6f, 1f, 1e-8f);
    return parameters;
  }

  /** The softmax's exponentials; e^(x-1) again and again stays where it is. */
  @Benchmark
  public double exp() {
    return Kernels.exp(parameters, 0, shape, 1f);
  }

  /** The norm that clipping needs. */
  @Benchmark
  public double sumOfSquares() {
    return Sums.ofSquares(gradient, 0, shape);
  }
}
