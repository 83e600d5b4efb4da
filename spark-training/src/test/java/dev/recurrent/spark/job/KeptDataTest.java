package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.recurrent.spark.run.ConcurrentRuns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptDataTest {
  private static final class Table implements AutoCloseable {
    private final List<String> closed;
    private final String name;

    Table(String name, List<String> closed) {
      this.name = name;
      this.closed = closed;
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  @Test
  void severalRunsReadOnceAndTheEndClosesTheLastFirst() throws InterruptedException {
    List<String> closed = new ArrayList<>();
    AtomicInteger reads = new AtomicInteger();
    KeptData data = new KeptData();
    Callable<Table> run =
        () ->
            data.of(
                "table",
                () -> {
                  reads.incrementAndGet();
                  Thread.sleep(20);
                  return new Table("table", closed);
                });
    List<Table> tables = new ArrayList<>();
    for (var ended : ConcurrentRuns.of(3, Collections.nCopies(3, run))) {
      tables.add(ended.value());
    }
    assertEquals(1, reads.get());
    assertSame(tables.get(0), tables.get(2));
    data.of("other", () -> new Table("other", closed));
    assertEquals("no table", data.of("words", () -> "no table"));
    data.close();
    assertEquals(List.of("other", "table"), closed);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailureReachesAllAsItWasWhateverItsType(boolean error) {
    KeptData data = new KeptData();
    Throwable failure = error ? new OutOfMemoryError("heap") : new IOException("gone");
    Callable<Object> read =
        () -> {
          throw ConcurrentRuns.<RuntimeException>unchanged(failure);
        };
    assertSame(failure, assertThrows(Throwable.class, () -> data.of("table", read)));
    assertSame(failure, assertThrows(Throwable.class, () -> data.of("table", () -> "later")));
    data.close();
  }
}
