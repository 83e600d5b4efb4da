package dev.recurrent.benchmark;

import dev.recurrent.math.InnermostTile;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The innermost tile by itself, beside what the processor could do in the same time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TileBenchmark {
  /** Of both: how many multiply-adds they do. */
  @Param(InnermostTile.SHAPE)
  public String shape = "";

  private final InnermostTile innermost = new InnermostTile();

  /** The tile, its operands in the first-level cache. */
  @Benchmark
  public float tile() {
    return innermost.tile();
  }

  /** Independent multiply-adds that load nothing: the processor's peak. */
  @Benchmark
  public float multiplyAdds() {
    return innermost.multiplyAdds();
  }
}
