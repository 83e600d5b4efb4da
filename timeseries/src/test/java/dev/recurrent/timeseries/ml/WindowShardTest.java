package dev.recurrent.timeseries.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.recurrent.spark.Shard;
import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.WindowBatch;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.List;
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
    WindowShard shard = WindowShard.shuffled(WINDOW, origins(), 1, 5, 6, 42);
    List<Integer> first = targets(shard, 0);
    List<Integer> second = targets(shard, 1);
    assertEquals(all(), first.stream().sorted().toList());
    assertEquals(all(), second.stream().sorted().toList());
    assertNotEquals(first, second);
    assertNotEquals(all(), first);
  }

  @Test
  void anOrderIsAFunctionOfSeedAndEpochAlone() {
    WindowShard shard = WindowShard.shuffled(WINDOW, origins(), 1, 5, 6, 42);
    targets(shard, 7);
    WindowShard fresh = WindowShard.shuffled(WINDOW, origins(), 1, 5, 6, 42);
    assertEquals(targets(fresh, 3), targets(shard, 3));
    WindowShard other = WindowShard.shuffled(WINDOW, origins(), 1, 5, 6, 43);
    assertNotEquals(targets(other, 3), targets(shard, 3));
  }

  @Test
  void behindTheLastWindowComesTheFirstAgain() {
    List<Integer> targets = targets(WindowShard.shuffled(WINDOW, origins(), 1, 8, 5, 42), 0);
    assertEquals(40, targets.size());
    assertEquals(targets.subList(0, 10), targets.subList(30, 40));
  }

  @Test
  void validationTakesWindowsInTheirOrder() {
    assertEquals(all(), targets(WindowShard.inOrder(WINDOW, origins(), 1, 8), 5));
    assertEquals(
        List.of(2, 9, 16, 102, 109), targets(WindowShard.inOrder(WINDOW, origins(), 7, 2), 0));
  }
}
