package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrentRunsTest {
  @Test
  void resultsStandInTheOrderOfTheRunsWhicheverEndedFirst() throws InterruptedException {
    CountDownLatch lastHasEnded = new CountDownLatch(1);
    List<Callable<String>> runs =
        List.of(
            () -> {
              assertTrue(lastHasEnded.await(10, TimeUnit.SECONDS), "both run at the same time");
              return "first";
            },
            () -> {
              lastHasEnded.countDown();
              return "last";
            });
    var ended = ConcurrentRuns.of(2, runs);
    assertEquals(List.of("first", "last"), ended.stream().map(o -> o.value()).toList());
  }

  @Test
  void aFailureIsThatRunsAloneAndNoMoreRunAtATimeThanAsked() throws InterruptedException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Callable<Integer>> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      int number = i;
      runs.add(
          () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            Thread.sleep(5);
            now.decrementAndGet();
            if (number == 1) {
              throw new IllegalStateException("diverged");
            }
            return number;
          });
    }
    var ended = ConcurrentRuns.of(2, runs);
    assertTrue(most.get() <= 2, most + " at a time");
    assertNull(ended.get(1).value());
    assertEquals("diverged", String.valueOf(ended.get(1).failure().getMessage()));
    assertEquals(5, ended.get(5).value());
  }
}
