package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages of Spark ML from Scala: a program is compiled against them and run. */
class ScalaTest {
  private static final Path EXAMPLE = Path.of("examples/src/main/scala/WarmDays.scala");

  @TempDir static Path folder;
  private static SparkSession session;
  private static Class<?> stages;

  @BeforeAll
  static void compile() throws Exception {
    String running = System.getProperty("java.class.path");
    String classes = System.getProperty("surefire.test.class.path", running);
    String[] sources = {"src/test/scala/Stages.scala", EXAMPLE.toString()};
    scala.tools.nsc.Main.process(
        new String[] {"-classpath", classes, "-d", folder.toString(), sources[0], sources[1]});
    assertFalse(scala.tools.nsc.Main.reporter().hasErrors(), "a Scala source does not compile");
    URL[] compiled = {folder.toUri().toURL()};
    stages = new URLClassLoader(compiled, ScalaTest.class.getClassLoader()).loadClass("Stages");
    session =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate();
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  /** The session of the test takes the place of the one that the example asks for. */
  @Test
  void theExampleForecastsAWeek() throws Exception {
    Class<?> example = Class.forName("WarmDays", true, stages.getClassLoader());
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    String weather = Path.of("../scripts/quickstart-data/seattle.csv").toString();
    String[] arguments = {weather, folder.resolve("warm-days").toString(), "1"};
    PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
    scala.Console.withOut(out, () -> call(example, arguments));
    String text = shown.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("hiddenSize: Units of each layer and direction. (default: 64"), text);
    assertTrue(text.contains("|2016-01-07"), text);
  }

  private static Object call(Class<?> program, String[] arguments) {
    try {
      return program.getMethod("main", String[].class).invoke(null, (Object) arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
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
