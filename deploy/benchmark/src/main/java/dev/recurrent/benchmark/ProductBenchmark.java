package dev.recurrent.benchmark;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.PackedMatrix;
import dev.recurrent.nn.Initializer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The products of a layer: M rows by K by N columns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProductBenchmark {
  /** A time step's: M is the batch. All steps': M is T B. */
  @Param({"64x128x512", "50x512x2048", "20x650x2600", "4096x256x1024", "2500x512x2048"})
  public String shape = "";

  private Matrix x = Matrix.zeros(0, 0);
  private Matrix weight = Matrix.zeros(0, 0);
  private Matrix dWeight = Matrix.zeros(0, 0);
  private Matrix y = Matrix.zeros(0, 0);
  private PackedMatrix packed = new PackedMatrix(0, 0);

  /** Random operands. */
  @Setup
  public void prepare() {
    String[] sizes = shape.split("x");
    int m = Integer.parseInt(sizes[0]);
    int k = Integer.parseInt(sizes[1]);
    int n = Integer.parseInt(sizes[2]);
    x = random(m, k);
    weight = random(n, k);
    dWeight = Matrix.zeros(n, k);
    y = random(m, n);
    packed = new PackedMatrix(k, n);
    packed.packTransposed(weight);
  }

  static Matrix random(int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    Initializer.uniform(matrix, 0.1, new SplittableRandom(1));
    return matrix;
  }

  /** y += x Wᵀ, W packed beforehand: a time step's. */
  @Benchmark
  public Matrix packed() {
    Kernels.addProduct(x, packed, y);
    return y;
  }

  /** y = x Wᵀ: the input's share of all steps. */
  @Benchmark
  public Matrix forward() {
    Kernels.multiplyTransposedRight(x, weight, y, 0f);
    return y;
  }

  /** dW = yᵀ x: a weight's gradient over all steps. */
  @Benchmark
  public Matrix weightGradient() {
    Kernels.multiplyTransposedLeft(y, x, dWeight, 0f);
    return dWeight;
  }

  /** x = y W: the input's gradient. */
  @Benchmark
  public Matrix inputGradient() {
    Kernels.multiply(y, weight, x, 0f);
    return x;
  }
}
