package dev.recurrent.math;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Asks the JVM to compile each vector loop as a method of its own. A compiler that inlines a loop
 * into a large caller inlines the vector operations late. Then it no longer knows the class of
 * their vectors and makes each one an object. JEP 165, Compiler Control: the directive is for
 * callers in this project only.
 */
final class LoopsApart {
  private static final String PACKAGE = "dev/recurrent/math/";

  /** Methods with a vector loop. Methods that take or return a vector must be inlined. */
  private static final List<String> LOOPS =
      List.of(
          "VectorElementwiseKernels.*",
          "VectorActivations.activate",
          "VectorGateKernels.rnn*",
          "VectorGateKernels.lstm*",
          "VectorGateKernels.gru*",
          "VectorStripTiles.*",
          "VectorStrips.*",
          "VectorTiles.*",
          "VectorTransposedGemm.*");

  private LoopsApart() {}

  /** JSON as {@code jcmd Compiler.directives_add} reads it. */
  static String directive() {
    return LOOPS.stream()
        .map(loop -> '"' + "-" + PACKAGE + loop + '"')
        .collect(Collectors.joining(", ", "[{match: [\"dev/recurrent*.*\"], inline: [", "]}]\n"));
  }

  /**
   * Adds the directive to this JVM.
   *
   * @return whether the JVM took it; one that does not computes the same, at times slower
   */
  static boolean request() {
    try {
      Path file = Files.createTempFile("recurrent-directive", ".json");
      try {
        Files.writeString(file, directive());
        return added(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (JMException | IOException | RuntimeException | LinkageError absent) {
      return false;
    }
  }

  private static boolean added(Path file) throws JMException {
    Object answer =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "compilerDirectivesAdd",
                new Object[] {new String[] {file.toString()}},
                new String[] {String[].class.getName()});
    return String.valueOf(answer).contains("1 compiler directives added");
  }
}
