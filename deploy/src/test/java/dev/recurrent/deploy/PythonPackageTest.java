package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.sentiment.ml.RecurrentTextClassifier;
import dev.recurrent.timeseries.ml.RecurrentForecaster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import py4j.reflection.MethodInvoker;
import py4j.reflection.ReflectionEngine;

/** The package for PySpark: its sources beside the Java stages, and its wheel. */
class PythonPackageTest {
  private static final Path SOURCES = CommandCheck.DEPLOY.resolve("python");
  private static final Path LICENSE = CommandCheck.DEPLOY.resolve("../LICENSE");
  private static final Path WRITTEN = CommandCheck.DEPLOY.resolve("target/python");

  @TempDir Path folder;

  private static List<Estimator<?>> stages() {
    return List.of(new RecurrentTextClassifier(), new RecurrentForecaster());
  }

  private static Map<String, String> generated() {
    List<Estimator<?>> stages = stages();
    Map<String, String> files = new TreeMap<>();
    files.putAll(new PythonStages(stages.get(0), PythonStageText.CLASSIFIER).files());
    String shared = files.get("_training_params.py");
    files.putAll(new PythonStages(stages.get(1), PythonStageText.FORECASTER).files());
    assertEquals(shared, files.get("_training_params.py"), "both stages share these");
    return files;
  }

  @Test
  void thePythonSourcesHaveTheParametersOfTheJavaStages() throws IOException {
    Files.createDirectories(WRITTEN);
    List<String> stale = new ArrayList<>();
    for (Map.Entry<String, String> file : generated().entrySet()) {
      Files.writeString(WRITTEN.resolve(file.getKey()), file.getValue());
      Path committed = SOURCES.resolve("recurrent_spark").resolve(file.getKey());
      if (!Files.exists(committed) || !Files.readString(committed).equals(file.getValue())) {
        stale.add(file.getKey());
      }
    }
    assertEquals(
        List.of(), stale, "run: cp deploy/target/python/*.py deploy/python/recurrent_spark");
  }

  @Test
  void everyParameterHasItsNameTextAndDefault() {
    Map<String, String> files = generated();
    String training = files.get("_training_params.py");
    for (Estimator<?> stage : stages()) {
      String module = stage instanceof RecurrentForecaster ? "forecaster" : "text_classifier";
      String all = training + files.get("_" + module + "_params.py");
      for (Param<?> param : stage.params()) {
        assertTrue(all.contains("\n        \"" + param.name() + "\",\n        \"" + param.doc()));
        boolean byDefault = all.contains("\n            " + param.name() + "=");
        assertEquals(stage.hasDefault(param), byDefault, param.name());
        assertTrue(files.get(module + ".py").contains("\n        " + param.name() + ": Optional["));
      }
    }
    assertTrue(training.contains("\n            learningRate=0.003,\n"), training);
    assertTrue(training.contains("\n            resume=False,\n"), training);
    assertTrue(training.contains("\n            cell=\"lstm\",\n"), training);
  }

  @Test
  void pipelinesFindThePythonClassByTheJavaPackage() throws IOException {
    String init = Files.readString(SOURCES.resolve("recurrent_spark/__init__.py"));
    for (Estimator<?> stage : stages()) {
      String module = stage instanceof RecurrentForecaster ? "forecaster" : "text_classifier";
      String name = stage.getClass().getPackageName();
      assertTrue(init.contains("sys.modules[\"" + name + "\"] = " + module), name);
      String python = generated().get(module + ".py");
      assertTrue(python.contains("\nclass " + stage.getClass().getSimpleName() + "(\n"), python);
      assertTrue(python.contains("class " + stage.getClass().getSimpleName() + "Model(\n"), python);
    }
  }

  @Test
  void thePagesKeywordsAndCommandsAreTaken() throws IOException {
    String page = Files.readString(CommandCheck.DEPLOY.resolve("../docs/python.md"));
    int keywords = 0;
    for (Estimator<?> stage : stages()) {
      String name = stage.getClass().getSimpleName();
      for (MatchResult call : all(name + "\\((.*?)\\)\n", page)) {
        for (MatchResult keyword : all("(\\w+)=", call.group(1))) {
          assertTrue(stage.hasParam(keyword.group(1)), name + ": " + keyword.group(1));
          keywords++;
        }
      }
    }
    List<MatchResult> jobs = all("run_job\\((.*?)\\)\n", page);
    for (MatchResult job : jobs) {
      CommandCheck.requireTaken(
          all("[\"\\w./-]+", job.group(1)).stream().map(w -> w.group().replace("\"", "")).toList());
    }
    assertTrue(keywords > 10 && jobs.size() == 2, keywords + " keywords, " + jobs.size() + " jobs");
  }

  private static List<MatchResult> all(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.DOTALL).matcher(text).results().toList();
  }

  /** Python has one kind of float, and PySpark hands a list over as one of Java. */
  @Test
  void valuesOfPythonReachTheirParameter() throws Exception {
    RecurrentForecaster stage = new RecurrentForecaster();
    Map<String, Object> values =
        Map.of(
            "dropout",
            0.25,
            "clipNorm",
            1.5,
            "seed",
            5,
            "layers",
            2,
            "calendar",
            false,
            "covariates",
            new ArrayList<>(List.of("price")),
            "cell",
            "gru");
    ReflectionEngine python = new ReflectionEngine();
    for (Map.Entry<String, Object> value : values.entrySet()) {
      Param<?> param = stage.getParam(value.getKey());
      Object[] given = {value.getValue()};
      MethodInvoker pair = python.getMethod(param, "w", given);
      stage.set((org.apache.spark.ml.param.ParamPair<?>) python.invoke(param, pair, given));
    }
    assertEquals(0.25f, stage.getOrDefault(stage.dropout()));
    assertEquals(2, stage.stageParams().layers());
    assertArrayEquals(new String[] {"price"}, stage.getOrDefault(stage.covariates()));
    assertEquals(5L, stage.getOrDefault(stage.seed()));
  }

  @Test
  void theWheelRecordsItsFilesAndIsTheSameTwice() throws Exception {
    Path wheel = PythonWheel.write(SOURCES, LICENSE, "0.1.0", folder.resolve("a"));
    Path again = PythonWheel.write(SOURCES, LICENSE, "0.1.0", folder.resolve("b"));
    assertArrayEquals(Files.readAllBytes(wheel), Files.readAllBytes(again));
    assertEquals("recurrent_spark-0.1.0-py3-none-any.whl", wheel.getFileName().toString());
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      String record = "recurrent_spark-0.1.0.dist-info/RECORD";
      List<String> lines = new String(bytes(zip, record), StandardCharsets.UTF_8).lines().toList();
      List<String> recorded = new ArrayList<>();
      for (String line : lines) {
        String[] parts = line.split(",", -1);
        recorded.add(parts[0]);
        if (parts[0].equals(record)) {
          assertEquals(record + ",,", line);
          continue;
        }
        byte[] content = bytes(zip, parts[0]);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
        String hash = Base64.getUrlEncoder().encodeToString(digest).replace("=", "");
        assertEquals(List.of("sha256=" + hash, content.length + ""), List.of(parts[1], parts[2]));
      }
      List<String> entries = zip.stream().map(ZipEntry::getName).sorted().toList();
      assertEquals(entries, recorded.stream().sorted().toList());
      assertTrue(recorded.contains("recurrent_spark/jobs.py"));
      assertTrue(recorded.contains("recurrent_spark/py.typed"));
    }
  }

  @Test
  void aWheelOfNothingIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("recurrent_spark"));
    IOException e =
        assertThrows(IOException.class, () -> PythonWheel.write(folder, LICENSE, "1", folder));
    assertTrue(e.getMessage().contains("no Python sources"), e.getMessage());
    assertFalse(Files.exists(folder.resolve("recurrent_spark-1-py3-none-any.whl")));
  }

  private static byte[] bytes(ZipFile zip, String entry) throws IOException {
    return zip.getInputStream(zip.getEntry(entry)).readAllBytes();
  }
}
