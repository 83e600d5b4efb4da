package dev.recurrent.timeseries.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.timeseries.backtest.Origins;
import dev.recurrent.timeseries.forecast.BaseForecast;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Scaling;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class WindowDataTest {
  private static final int CONTEXT = 10;

  private static final WindowConfig WINDOW =
      new WindowConfig(
          CONTEXT,
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

  /** Origins from the first full context to the end, over values that are their own places. */
  private static Origins series(int rows) {
    float[] values = new float[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = i;
    }
    return new Origins(new TimeSeries("a", 0, values, new float[0][]), CONTEXT, rows - 1);
  }

  /** The values at the origins of each shard. */
  private static List<List<Integer>> dealt(int rows, int shards, boolean few) {
    List<List<Integer>> targets = new ArrayList<>();
    Set<Long> numbers = new HashSet<>();
    IntStream.range(0, shards).forEach(i -> targets.add(new ArrayList<>()));
    Iterator<Tuple2<Integer, Tuple2<Long, Origins>>> all =
        WindowData.deal(series(rows), 3, shards, few, WINDOW);
    while (all.hasNext()) {
      Tuple2<Integer, Tuple2<Long, Origins>> one = all.next();
      assertTrue(numbers.add(one._2()._1()), "a number twice");
      Origins origins = one._2()._2();
      for (int at = origins.first(); at <= origins.last(); at++) {
        targets.get(one._1()).add((int) origins.series().values()[at]);
      }
    }
    return targets;
  }

  @Test
  void eachShardOfALongSeriesHasStretchesFromItsBeginningToItsEnd() {
    List<List<Integer>> shards = dealt(1000, 2, true);
    for (List<Integer> shard : shards) {
      assertEquals(495, shard.size(), 2);
      for (int quarter = 0; quarter < 4; quarter++) {
        int from = CONTEXT + quarter * 990 / 4;
        long within = shard.stream().filter(t -> t >= from && t < from + 990 / 4).count();
        assertEquals(123, within, 3, "quarter " + quarter);
      }
    }
  }

  @Test
  void everyOriginIsInOneShard() {
    for (int rows : new int[] {11, 12, 40, 333, 1000}) {
      List<Integer> all = dealt(rows, 3, true).stream().flatMap(List::stream).sorted().toList();
      assertEquals(IntStream.range(CONTEXT, rows).boxed().toList(), all);
    }
  }

  @Test
  void aShortSeriesIsCutOnceAShard() {
    List<List<Integer>> shards = dealt(50, 2, true);
    assertEquals(IntStream.range(CONTEXT, 30).boxed().toList(), shards.get(0));
    assertEquals(IntStream.range(30, 50).boxed().toList(), shards.get(1));
  }

  @Test
  void oneOfManySeriesGoesToOneShard() {
    List<List<Integer>> shards = dealt(1000, 2, false);
    assertEquals(0, shards.get(0).size());
    assertEquals(990, shards.get(1).size());
  }
}
