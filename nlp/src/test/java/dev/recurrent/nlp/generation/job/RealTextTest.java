package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.spark.job.JobRunner;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quality on public text, where a copy of it is at hand: RECURRENT_DATA names the folder. */
class RealTextTest {
  /** A Witten-Bell 4-gram on the same split of the same file, in nats a character. */
  private static final double FOUR_GRAM = 1.774;

  @TempDir Path folder;

  private static Path data(String file) {
    String root = System.getenv("RECURRENT_DATA");
    String reason =
        root == null
            ? "RECURRENT_DATA is not set; scripts/fetch-data gets the data"
            : "RECURRENT_DATA has no " + file;
    boolean there = root != null && Files.exists(Path.of(root, file));
    if (!there) {
      System.out.println("skipped: " + reason);
    }
    Assumptions.assumeTrue(there, reason);
    return Path.of(root, file);
  }

  @Test
  void twoEpochsOfASmallGruBeatTheFourGram() throws Exception {
    Path text = data("text/tinyshakespeare/input.txt");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int status =
        new JobRunner(
                new GenerationTrain(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err)
            .withSession(TestSpark.session())
            .run(
                "--input", text.toString(),
                "--output", folder.resolve("model").toString(),
                "--cell", "gru",
                "--hidden-size", "256",
                "--embedding-size", "64",
                "--epochs", "2",
                "--shards", "2",
                "--batch-size", "16",
                "--learning-rate", "0.004");
    assertEquals(0, status, out.toString(StandardCharsets.UTF_8));
    String line = out.toString(StandardCharsets.UTF_8).strip();
    JsonNode result = new ObjectMapper().readTree(line);
    double nats = result.path("validation").path("nats_per_char").asDouble();
    assertTrue(nats < FOUR_GRAM, nats + " nats a character, the 4-gram has " + FOUR_GRAM);
  }
}
