package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A secret in each place where a user may put one is in nothing that a run writes or says, and not
 * in Spark's event log: in settings, the environment, URLs, and files of settings.
 */
class PlantedSecretsIT {
  /** In every secret, whatever place it was planted in. */
  private static final String PLANTED = "canary";

  private static final String HIDDEN = "*********(redacted)";

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.writeString(folder.resolve("text.txt"), "A fox looked at the river.\n".repeat(200));
    Files.createDirectories(folder.resolve("events"));
    Files.writeString(
        folder.resolve("spark.conf"),
        "spark.hadoop.fs.azure.account.key.store.dfs.core.windows.net canary-in-spark-file\n"
            + "spark.hadoop.store.pwd canary-in-spark-file\n");
    Files.createDirectories(folder.resolve("hadoop"));
    Files.writeString(
        folder.resolve("hadoop/core-site.xml"),
        "<configuration><property><name>fs.s3a.secret.key</name>"
            + "<value>canary-in-hadoop-file</value></property></configuration>");
    Files.writeString(folder.resolve("job.conf"), "input: \"" + url("text.txt") + "\"\n");
  }

  private String url(String name) {
    return "planted://anna:canary-in-url@host" + folder.resolve(name);
  }

  private Submitted run(String action, String... more) throws IOException {
    Path classes =
        Path.of(
            SecretUrlFileSystem.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    List<String> arguments =
        List.of(
            "generation",
            action,
            "--verbose",
            "--master",
            "local[2]",
            "--driver-memory",
            "1g",
            "--properties-file",
            folder.resolve("spark.conf").toString(),
            "--conf",
            "spark.driver.extraClassPath=" + classes + ":" + folder.resolve("hadoop"),
            "--conf",
            "spark.hadoop.fs.planted.impl=" + SecretUrlFileSystem.class.getName(),
            "--conf",
            "spark.hadoop.fs.planted.access.key=canary-in-conf",
            "--conf",
            "spark.executorEnv.STORE_PASSWORD=canary-in-executor-environment",
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.compress=false",
            "--conf",
            "spark.eventLog.dir=" + folder.resolve("events").toUri());
    return Submitted.start(
        folder,
        Map.of("AWS_SECRET_ACCESS_KEY", "canary-in-environment"),
        Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private Submitted train(String output) throws IOException {
    return run(
        "train",
        "--config",
        folder.resolve("job.conf").toString(),
        "--output",
        output,
        "--hidden-size",
        "8",
        "--batch-size",
        "2",
        "--shards",
        "2",
        "--rounds",
        "2",
        "--local-steps",
        "2");
  }

  /** All text of a directory's files; a secret would be in it as it was planted. */
  private static String text(Path place) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> all = Files.walk(place)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        text.append(file).append('\n').append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  private static void requireNoSecret(String where, String text) {
    int at = text.indexOf(PLANTED);
    assertFalse(
        at >= 0,
        () ->
            where + ": " + text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 60)));
  }

  @Test
  void noSecretIsInWhatARunWritesOrSaysOrInTheEventLog() throws Exception {
    Submitted trained = train(url("model"));
    assertEquals(0, trained.status(), trained.log());
    String events = text(folder.resolve("events"));
    Submitted sampled = run("sample", "--model", url("model"), "--length", "5", "--prompt", "A");
    assertEquals(0, sampled.status(), sampled.log());
    Submitted failed = train(url("text.txt"));
    assertTrue(failed.status() > 0);
    for (Submitted run : List.of(trained, sampled, failed)) {
      requireNoSecret("standard error", run.log());
      requireNoSecret("standard output", run.out());
    }
    String model = text(folder.resolve("model"));
    for (String file : List.of("model.json", "run-status.json", "metrics.jsonl", "report.html")) {
      assertTrue(model.contains(folder.resolve("model/" + file) + "\n"), file);
    }
    requireNoSecret("the run's directory", model);
    assertTrue(model.contains("planted://***@host"), "no URL was written, so none was tried");
    requireNoSecret("the event log", events);
    requireHidden(events);
  }

  /** That the secrets were there, and Spark hid them. */
  private static void requireHidden(String events) {
    for (String name :
        List.of(
            "spark.hadoop.fs.planted.access.key",
            "spark.executorEnv.STORE_PASSWORD",
            "spark.hadoop.store.pwd",
            "spark.hadoop.fs.azure.account.key.store.dfs.core.windows.net",
            "fs.s3a.secret.key",
            "sun.java.command")) {
      assertTrue(events.contains("\"" + name + "\":\"" + HIDDEN + "\""), name);
    }
  }
}
