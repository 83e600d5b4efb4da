package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What scripts/cluster and deploy/docker/scratch say to a wrong command line. No cluster starts.
 */
class ClusterScriptTest {
  private static final Path ROOT = CommandCheck.DEPLOY.getParent();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scripts/cluster | 2 | expected start, stop, status, env or namenode",
        "scripts/cluster namenode | 2 | namenode is \"\", expected stop, start, safe-mode or"
            + " leave-safe-mode",
        "scripts/cluster start --with hive | 2 | expected hdfs, yarn or hdfs,yarn",
        "scripts/cluster start --with | 2 | expected hdfs, yarn or hdfs,yarn",
        "scripts/cluster start --workers 3 | 2 | unexpected argument",
        "scripts/cluster stop now | 2 | unexpected argument",
        "scripts/cluster --help | 0 | ends every process and deletes every file",
        "deploy/docker/scratch | 2 | expected build DIR or run DIR ARGUMENTS",
        "deploy/docker/scratch build | 2 | needs a directory"
      })
  void aWrongCommandLineIsRefusedWithWhatThereIs(String line, int status, String says)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(line.split(" ")));
    command.set(0, ROOT.resolve(command.get(0)).toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(status, process.waitFor(), output);
    assertTrue(output.contains(says), output);
  }

  /** With a stand-in for spark-submit, what would be given to it. */
  private static String submitted(Path home, String... options) throws Exception {
    Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertTrue(submit.toFile().setExecutable(true));
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("scripts/recurrent").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("generation", "train"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("RECURRENT_JAR", submit.toString());
    builder.environment().put("HADOOP_CONF_DIR", home.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--verbose --master foo generation train | generation | train",
        "--config x.conf --verbose generation train --master foo | generation | train",
        "--config=x.conf --master=foo selftest --verbose | selftest | ''",
        "--master foo --verbose | '' | ''",
        "generation --master foo | generation | ''"
      })
  void whatTheScriptItselfRefusesNamesTaskAndAction(
      String words, String task, String action, @TempDir Path home) throws Exception {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("scripts/recurrent").toString()));
    command.addAll(List.of(words.split(" ")));
    JsonNode end = refused(new ProcessBuilder(command), home);
    assertEquals(task, end.path("task").asText(), end.toString());
    assertEquals(action, end.path("action").asText(), end.toString());
  }

  /** The one line of a script that ends before it starts Spark. */
  private static JsonNode refused(ProcessBuilder builder, Path home) throws Exception {
    Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, "#!/bin/sh\n");
    assertTrue(submit.toFile().setExecutable(true));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("RECURRENT_JAR", submit.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, process.waitFor(), output);
    assertEquals(1, output.lines().count(), output);
    return new ObjectMapper().readTree(output);
  }

  @ParameterizedTest
  @ValueSource(strings = {"k8s://nohost.invalid:443", "k8s://https://nohost.invalid", "yarn"})
  void aMasterThatThisSparkHasNoClassesForIsUsage(String master, @TempDir Path home)
      throws Exception {
    Path jars = Files.createDirectories(home.resolve("jars"));
    String language = scala.util.Properties$.MODULE$.versionNumberString();
    String spark = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    String core = "spark-core_" + language.replaceFirst("\\.\\d+$", "") + "-" + spark + ".jar";
    Files.writeString(jars.resolve(core), "");
    ProcessBuilder builder =
        new ProcessBuilder(
            ROOT.resolve("scripts/recurrent").toString(), "selftest", "--master", master);
    builder.environment().put("HADOOP_CONF_DIR", home.toString());
    String error = refused(builder, home).path("error").asText();
    assertTrue(error.contains(master) && error.contains("has no spark-"), error);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[3]", "local[*]", "local[2,4]", "local[*, 2]", "k8s://host:443"})
  void mastersThatSparkKnowsGoToSpark(String master, @TempDir Path home) throws Exception {
    assertTrue(submitted(home, "--master", master).contains(master));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local[0]",
        "local[00]",
        "local[x]",
        "local[]",
        "local[-1]",
        "local-cluster[1,0,512]",
        "k8s://",
        "k8s://ftp://host",
        "foo",
        "tab\tline\nreturn\r",
        "quote\"back\\slash",
        "ümlaut"
      })
  void whatTheScriptItselfRefusesIsOneObjectToo(String master, @TempDir Path home)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            ROOT.resolve("scripts/recurrent").toString(),
            "generation",
            "train",
            "--master",
            master);
    assertEquals(2, refused(builder, home).path("exit").asInt());
  }

  @Test
  void aDriverThatAStandaloneWorkerStartsGetsTheModulesOpenedThatSparkForgets(@TempDir Path home)
      throws Exception {
    String opens = "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED";
    String output =
        submitted(
            home,
            "--master=spark://master:7077",
            "--deploy-mode=cluster",
            "--driver-java-options=-Downer=me");
    List<String> words = output.lines().toList();
    String last = words.get(words.lastIndexOf("--driver-java-options") + 1);
    for (String option : List.of(opens, "--add-modules=jdk.incubator.vector", "-Downer=me")) {
      assertTrue(last.contains(option), last);
    }
    // Everywhere else Spark opens them itself.
    assertFalse(submitted(home, "--master", "spark://master:7077").contains(opens));
    assertFalse(submitted(home, "--master", "yarn", "--deploy-mode", "cluster").contains(opens));
  }
}
