package dev.recurrent.spark.job;

import java.util.List;

/**
 * Packages of Java that Spark opens to itself by {@code --add-opens}. Spark's launcher does so for
 * every JVM but the driver that a standalone worker starts.
 */
final class OpenedPackages {
  /** Without these no session opens on Java 17. */
  private static final List<String> NEEDED =
      List.of("java.lang", "java.lang.invoke", "java.nio", "java.util", "sun.nio.ch");

  private OpenedPackages() {}

  /**
   * Checks the JVM of the driver before Spark fails with an {@link IllegalAccessError}.
   *
   * @param reader the module of Spark's classes
   * @throws JobException naming the setting that is missing
   */
  static void require(Module reader) {
    Module base = Object.class.getModule();
    List<String> closed = NEEDED.stream().filter(name -> !base.isOpen(name, reader)).toList();
    if (!closed.isEmpty()) {
      throw JobException.usage(
          "the driver's JVM lacks --add-opens=java.base/"
              + closed.get(0)
              + "=ALL-UNNAMED"
              + (closed.size() > 1 ? " and " + (closed.size() - 1) + " more" : "")
              + ", which Spark needs in spark.driver.extraJavaOptions; in standalone cluster mode"
              + " give spark-submit --properties-file deploy/conf/spark-defaults.conf, or use"
              + " scripts/recurrent");
    }
  }
}
