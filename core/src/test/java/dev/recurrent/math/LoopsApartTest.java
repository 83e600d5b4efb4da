package dev.recurrent.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class LoopsApartTest {
  private static final List<Class<?>> CLASSES =
      List.of(
          VectorElementwiseKernels.class,
          VectorActivations.class,
          VectorGateKernels.class,
          VectorStripTiles.class,
          VectorStrips.class,
          VectorTiles.class,
          VectorTransposedGemm.class);

  @Test
  void jvmTakesTheDirective() throws JMException {
    assertTrue(LoopsApart.request());
    Object directives =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "compilerDirectivesPrint",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    assertTrue(String.valueOf(directives).contains("-dev/recurrent/math/VectorTiles.*"));
  }

  @Test
  void leavesNoFileBehind() throws IOException {
    long before = files();
    assertTrue(LoopsApart.request());
    assertEquals(before, files());
  }

  @Test
  void eachPatternNamesMethodsAndNoneOfThemPassesVectors() {
    for (Pattern loop : patterns()) {
      List<Method> named = methods().filter(m -> loop.matcher(name(m)).matches()).toList();
      assertFalse(named.isEmpty(), loop.pattern());
      for (Method method : named) {
        assertFalse(passesVectors(method), method.toString());
      }
    }
  }

  private static List<Pattern> patterns() {
    return Pattern.compile("\"-(dev[^\"]*)\"")
        .matcher(LoopsApart.directive())
        .results()
        .map(found -> found.group(1).replace(".", "\\.").replace("*", ".*"))
        .map(Pattern::compile)
        .toList();
  }

  private static Stream<Method> methods() {
    return CLASSES.stream().flatMap(c -> Arrays.stream(c.getDeclaredMethods()));
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getName().replace('.', '/') + "." + method.getName();
  }

  private static boolean passesVectors(Method method) {
    return Stream.concat(
            Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes()))
        .anyMatch(type -> type.getName().startsWith("jdk.incubator.vector."));
  }

  private static long files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("recurrent-directive"))
          .count();
    }
  }
}
