package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.LineModel;
import dev.recurrent.train.Model;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Jobs and kinds of models that lie in somebody else's jar. */
class JobRegistryTest {
  /** A third party's job. */
  @Command(description = "Counts words.")
  public static final class WordCount implements Job {
    @Option(names = "--least", description = "Letters.")
    int least = 1;

    @Override
    public String task() {
      return "words";
    }

    @Override
    public String action() {
      return "count";
    }

    @Override
    public Map<String, Object> run(JobContext context) {
      return Map.of("least", least);
    }
  }

  /** Another of the same name. */
  @Command
  public static final class OtherCount implements Job {
    @Override
    public String task() {
      return "words";
    }

    @Override
    public String action() {
      return "count";
    }

    @Override
    public Map<String, Object> run(JobContext context) {
      return Map.of();
    }
  }

  /** A third party's kind of model. */
  public static final class LineKind implements ModelKind {
    @Override
    public String name() {
      return "line";
    }

    @Override
    public Model<?> open(ModelDirectory directory) {
      return new LineModel(7);
    }
  }

  @TempDir Path folder;

  /** As if a jar with this line in its services lay on the class path. */
  private <T> T beside(Class<?> service, String line, Callable<T> what) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(service.getName()), line);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] jar = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(jar, getClass().getClassLoader())) {
      thread.setContextClassLoader(loader);
      return what.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void aJobOfAnotherJarIsFoundAndListedWithItsTask() throws Exception {
    JobRegistry jobs = beside(Job.class, WordCount.class.getName(), JobRegistry::load);
    assertTrue(jobs.help().contains("words"), jobs.help());
    assertTrue(jobs.help("words").contains("count        Counts words."), jobs.help("words"));
    JobRun run =
        JobRun.of(jobs.find("words", "count").orElseThrow(), java.util.List.of("--least", "4"));
    assertEquals(4, run.done().json().path("least").asInt());
  }

  @Test
  void twoJobsOfOneNameAreRefusedWithBothClasses() {
    String both = WordCount.class.getName() + "\n" + OtherCount.class.getName() + "\n";
    JobException e =
        assertThrows(JobException.class, () -> beside(Job.class, both, JobRegistry::load));
    assertEquals(ExitCode.USAGE, e.code());
    assertTrue(e.getMessage().contains("WordCount") && e.getMessage().contains("OtherCount"));
  }

  private ModelDirectory model(String kind) throws Exception {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("kind", kind);
    description.put("formatVersion", 1);
    byte[] json = Json.document(description);
    Path model = Files.createDirectories(folder.resolve(kind));
    Files.write(model.resolve(ModelDirectory.MODEL), json);
    Map<String, byte[]> files = Map.of(ModelDirectory.MODEL, json);
    Files.write(model.resolve(Manifest.NAME), Manifest.of(files).toBytes());
    return ModelDirectory.local(model);
  }

  @Test
  void aKindOfModelOfAnotherJarIsOpened() throws Exception {
    ModelDirectory line = model("line");
    Model<?> opened =
        beside(ModelKind.class, LineKind.class.getName(), () -> ModelKinds.open(line));
    assertTrue(opened instanceof LineModel);
    UnusableModelException e =
        assertThrows(
            UnusableModelException.class,
            () -> {
              ModelDirectory other = model("circle");
              beside(ModelKind.class, LineKind.class.getName(), () -> ModelKinds.open(other));
            });
    assertTrue(
        e.getMessage().contains("\"circle\", expected one of [sequence-model, line]"),
        e.getMessage());
  }
}
