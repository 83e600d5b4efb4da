package dev.recurrent.math;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the processor is, as far as products depend on it. No clock decides. */
final class Processor {
  /**
   * Overrides what the processor's maker says: {@code packed} or {@code apart}. Blocks of long sums
   * differ between them, so all processes of a run should have the same.
   */
  static final String ROWS = "recurrent.rows";

  /** Floats of a 512-bit vector. */
  private static final int WIDE = 16;

  private static final Path DESCRIPTION = Path.of("/proc/cpuinfo");

  private Processor() {}

  /**
   * Whether rows of A should be packed before a product. Intel's cores with 512-bit vectors start
   * two multiply-adds a cycle and then wait for addresses of rows that lie apart. AMD's start one,
   * which rows that lie apart keep busy, and there packing would only cost.
   *
   * @throws IllegalArgumentException if the property is neither of its two values
   */
  static boolean packsRows() {
    String rows = System.getProperty(ROWS, "");
    return switch (rows) {
      case "packed" -> true;
      case "apart" -> false;
      case "" -> VectorTiles.LANES >= WIDE && maker().equals("GenuineIntel");
      default ->
          throw new IllegalArgumentException(
              "-D" + ROWS + " is \"" + rows + "\", expected packed or apart");
    };
  }

  /** As Linux names it; empty elsewhere. */
  private static String maker() {
    try (Stream<String> lines = Files.lines(DESCRIPTION)) {
      return lines
          .filter(line -> line.startsWith("vendor_id"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException | java.io.UncheckedIOException absent) {
      return "";
    }
  }
}
