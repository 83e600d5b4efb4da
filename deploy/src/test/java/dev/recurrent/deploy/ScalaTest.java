package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages of Spark ML from Scala: a program is compiled against them and run. */
class ScalaTest {
  @TempDir static Path folder;
  private static SparkSession session;
  private static Class<?> stages;

  @BeforeAll
  static void compile() throws Exception {
    String running = System.getProperty("java.class.path");
    String classes = System.getProperty("surefire.test.class.path", running);
    String source = Path.of("src/test/scala/Stages.scala").toString();
    scala.tools.nsc.Main.process(
        new String[] {"-classpath", classes, "-d", folder.toString(), source});
    assertFalse(scala.tools.nsc.Main.reporter().hasErrors(), "Stages.scala does not compile");
    URL[] compiled = {folder.toUri().toURL()};
    stages = new URLClassLoader(compiled, ScalaTest.class.getClassLoader()).loadClass("Stages");
    session =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate();
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  @Test
  void aClassifierIsFittedAndClassifies() throws Exception {
    Object told = stages.getMethod("classify", SparkSession.class).invoke(null, session);
    assertArrayEquals(new String[] {"yes", "no"}, (String[]) told);
  }

  @Test
  void aForecasterIsFittedSavedAndLoaded() throws Exception {
    String place = folder.resolve("forecaster").toString();
    double[] forecasts =
        (double[])
            stages
                .getMethod("forecast", SparkSession.class, String.class)
                .invoke(null, session, place);
    assertEquals(2, forecasts.length);
    assertTrue(Arrays.stream(forecasts).allMatch(f -> f > 5 && f < 20), "of values 10 to 13");
  }
}
