package dev.recurrent.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one call of a kernel took.
 *
 * @param name the method and its parameters: "packed 64x128x512"
 * @param nanos ours
 * @param plain plain Java's
 */
record KernelResult(String name, double nanos, double plain) {
  /** Medians by name, from JMH's JSON. */
  static Map<String, Double> times(JsonNode results) {
    Map<String, Double> times = new TreeMap<>();
    for (JsonNode result : results) {
      String method = result.path("benchmark").asText();
      StringBuilder name = new StringBuilder(method.substring(method.lastIndexOf('.') + 1));
      for (String parameter : new String[] {"cell", "shape"}) {
        if (result.path("params").has(parameter)) {
          name.append(' ').append(result.path("params").path(parameter).asText());
        }
      }
      times.put(
          name.toString(),
          result.path("primaryMetric").path("scorePercentiles").path("50.0").asDouble());
    }
    return times;
  }

  /** Multiplications and additions a nanosecond where it is a product, else 0. */
  double gigaflops() {
    String[] sizes = name.substring(name.lastIndexOf(' ') + 1).split("x");
    if (sizes.length != 3) {
      return 0;
    }
    double flops = 2;
    for (String size : sizes) {
      flops *= Integer.parseInt(size);
    }
    return flops / nanos;
  }

  Map<String, Object> row(double peak) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kernel", name);
    row.put("microseconds", nanos / 1e3);
    row.put("plain_microseconds", plain / 1e3);
    row.put("ratio", plain / nanos);
    if (gigaflops() > 0) {
      row.put("gflops", gigaflops());
      row.put("of_peak", gigaflops() / peak);
    }
    return row;
  }

  String line(double peak) {
    String rate =
        gigaflops() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "  %5.1f GFLOP/s, %3.0f %% of the peak",
                gigaflops(),
                100 * gigaflops() / peak);
    return String.format(
        Locale.ROOT,
        "%-34s %10.2f us, plain Java %10.2f, ratio %5.1f%s",
        name,
        nanos / 1e3,
        plain / 1e3,
        plain / nanos,
        rate);
  }
}
