package dev.recurrent.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one task took.
 *
 * @param bytes that one of our runs allocated
 */
record CellResult(CellTask task, Times own, long bytes, List<Other> peers) {
  /** What it took a peer. */
  record Other(String name, Times times) {}

  private double targetsPerSecond() {
    return task.targets() / own.median() * 1e9;
  }

  /** Floating point operations a nanosecond are 10⁹ a second. */
  private double gigaflops() {
    return task.flops() / own.median();
  }

  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>(task.message());
    row.put("label", task.label());
    row.put("milliseconds", own.median() / 1e6);
    row.put("spread", own.spread());
    row.put("targets_per_second", targetsPerSecond());
    row.put("gflops", gigaflops());
    row.put("bytes", bytes);
    row.put(
        "peers",
        peers.stream()
            .map(
                p ->
                    Map.of(
                        "name",
                        p.name(),
                        "milliseconds",
                        p.times().median() / 1e6,
                        "spread",
                        p.times().spread(),
                        "ratio",
                        p.times().median() / own.median()))
            .toList());
    return row;
  }

  String line() {
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-28s %9.3f ms ±%2.0f %% %,11.0f targets/s %6.1f GFLOP/s %6d bytes",
                task.label(),
                own.median() / 1e6,
                100 * own.spread(),
                targetsPerSecond(),
                gigaflops(),
                bytes));
    for (Other peer : peers) {
      line.append(
          String.format(
              Locale.ROOT,
              " | %s %.3f ms ±%.0f %%, ratio %.2f",
              peer.name(),
              peer.times().median() / 1e6,
              100 * peer.times().spread(),
              peer.times().median() / own.median()));
    }
    return line.toString();
  }
}
