package dev.recurrent.spark.tracking;

import dev.recurrent.spark.RoundReport;
import java.util.List;
import java.util.stream.LongStream;

/** Reports of rounds that took half a second each; every second one is validated. */
final class Rounds {
  private Rounds() {}

  static RoundReport of(long number, double loss) {
    Double validation = number % 2 == 0 ? loss + 0.5 : null;
    return new RoundReport(
        number,
        number / 4.0,
        loss,
        validation,
        null,
        2000,
        0.01,
        50,
        400,
        50,
        20,
        2,
        0,
        0,
        0,
        List.of(),
        "theta",
        null);
  }

  static List<RoundReport> upTo(long last) {
    return LongStream.rangeClosed(1, last).mapToObj(i -> of(i, 1.0 / i)).toList();
  }
}
