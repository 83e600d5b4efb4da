package dev.recurrent.timeseries.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.Shard;
import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowShardTest {
  private static final WindowConfig WINDOW =
      new WindowConfig(
          2,
          1,
          null,
          false,
          1,
          List.of(),
          false,
          List.of(),
          Scaling.NONE,
          BaseForecast.NONE,
          false);

  /** Values that are their own places, the second series behind the first: 20 and 10 origins. */
  private static Origins[] origins() {
    float[] first = new float[22];
    float[] second = new float[12];
    for (int i = 0; i < first.length; i++) {
      first[i] = i;
    }
    for (int i = 0; i < second.length; i++) {
      second[i] = 100 + i;
    }
    return new Origins[] {
      new Origins(new TimeSeries("a", 0, first, new float[0][]), 2, 21),
      new Origins(new TimeSeries("b", 0, second, new float[0][]), 2, 11)
    };
  }

  private static WindowOrder byLength(long seed) {
    return new WindowOrder(WindowWeights.LENGTH, seed);
  }

  private static List<Integer> targets(Shard<WindowBatch> shard, int epoch) {
    List<Integer> targets = new ArrayList<>();
    for (int i = 0; i < shard.batches(); i++) {
      for (float target : shard.batch(i, epoch).targets.data) {
        targets.add((int) target);
      }
    }
    return targets;
  }

  private static List<Integer> all() {
    return IntStream.concat(IntStream.rangeClosed(2, 21), IntStream.rangeClosed(102, 111))
        .boxed()
        .toList();
  }

  @Test
  void eachEpochHasAllWindowsInAnOrderOfItsOwn() {
    WindowShard shard = WindowShard.shuffled(WINDOW, origins(), 1, 5, 6, byLength(42));
    List<Integer> first = targets(shard, 0);
    List<Integer> second = targets(shard, 1);
    assertEquals(all(), first.stream().sorted().toList());
    assertEquals(all(), second.stream().sorted().toList());
    assertNotEquals(first, second);
    assertNotEquals(all(), first);
  }

  @Test
  void anOrderIsAFunctionOfSeedAndEpochAlone() {
    WindowShard shard = WindowShard.shuffled(WINDOW, origins(), 1, 5, 6, byLength(42));
    targets(shard, 7);
    WindowShard fresh = WindowShard.shuffled(WINDOW, origins(), 1, 5, 6, byLength(42));
    assertEquals(targets(fresh, 3), targets(shard, 3));
    WindowShard other = WindowShard.shuffled(WINDOW, origins(), 1, 5, 6, byLength(43));
    assertNotEquals(targets(other, 3), targets(shard, 3));
  }

  @Test
  void behindTheLastWindowComesTheFirstAgain() {
    List<Integer> targets =
        targets(WindowShard.shuffled(WINDOW, origins(), 1, 8, 5, byLength(42)), 0);
    assertEquals(40, targets.size());
    assertEquals(targets.subList(0, 10), targets.subList(30, 40));
  }

  @Test
  void validationTakesWindowsInTheirOrder() {
    assertEquals(all(), targets(WindowShard.inOrder(WINDOW, origins(), 1, 8), 5));
    assertEquals(
        List.of(2, 9, 16, 102, 109), targets(WindowShard.inOrder(WINDOW, origins(), 7, 2), 0));
  }

  private static long ofTheFirst(WindowWeights weights, Origins[] series) {
    long first = 0;
    for (int epoch = 0; epoch < 100; epoch++) {
      for (long window : new WindowOrder(weights, 42).epoch(epoch, series, 1)) {
        Origins drawn = series[WindowOrder.series(window)];
        int origin = WindowOrder.origin(window);
        assertTrue(origin >= drawn.first() && origin <= drawn.last());
        first += WindowOrder.series(window) == 0 ? 1 : 0;
      }
    }
    return first;
  }

  @Test
  void weightsSayHowOftenASeriesComes() {
    // Of 3,000 windows; the second series is half as long, and ten times as large.
    assertEquals(2000, ofTheFirst(WindowWeights.LENGTH, origins()));
    assertEquals(1500, ofTheFirst(WindowWeights.UNIFORM, origins()), 150);
    double first = 20 * 10.5;
    double second = 10 * 105.5;
    assertEquals(3000 * first / (first + second), ofTheFirst(WindowWeights.SCALE, origins()), 120);
  }

  @Test
  void seriesOfZerosAreDrawnByLength() {
    TimeSeries zeros = new TimeSeries("z", 0, new float[12], new float[0][]);
    Origins[] series = {new Origins(zeros, 2, 11)};
    assertEquals(10, new WindowOrder(WindowWeights.SCALE, 1).epoch(0, series, 1).length);
  }

  @Test
  void aStrideTakesOneWindowOfEachStretchAnewInEachEpoch() {
    WindowOrder order = byLength(42);
    Set<Long> seen = new HashSet<>();
    for (int epoch = 0; epoch < 60; epoch++) {
      long[] windows = order.epoch(epoch, origins(), 7);
      assertEquals(3 + 2, windows.length);
      for (long window : windows) {
        seen.add(window);
      }
    }
    assertEquals(30, seen.size());
  }
}
