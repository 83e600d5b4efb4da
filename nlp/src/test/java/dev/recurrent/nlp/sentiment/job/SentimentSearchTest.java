package dev.recurrent.nlp.sentiment.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.spark.job.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classifiers with different options, of which the most accurate is kept. */
class SentimentSearchTest {
  @TempDir Path folder;

  private JobRun search(String output, String... more) throws IOException {
    Path table = folder.resolve("reviews.csv");
    if (Files.notExists(table)) {
      Files.writeString(table, Reviews.rows("text,label\n", ",", 120));
    }
    String options =
        "--cell gru --embedding-size 4 --batch-size 8 --shards 2 --epochs 2 --halving 2 --trials 2"
            + " --baseline false --pooling last --search hidden-size=2|16,learning-rate=0.02|0.001";
    List<String> all = new ArrayList<>(List.of(options.split(" ")));
    all.addAll(List.of("--input", table.toString(), "--output", folder.resolve(output).toString()));
    all.addAll(List.of(more));
    return JobRun.of(new SentimentSearch(), all);
  }

  @Test
  void theMostAccurateIsKeptHoweverManyRunAtATime() throws IOException {
    Path test = folder.resolve("test.csv");
    Files.writeString(test, Reviews.rows("text,label\n", ",", 12));
    JobRun one = search("one", "--parallel", "1", "--test-input", test.toString()).done();
    assertEquals(1, one.err().split("\nto test on: 12 rows", -1).length - 1, one.err());
    assertEquals(1, one.err().split("\ntexts: 120 rows", -1).length - 1, one.err());
    assertTrue(one.err().contains("trials by accuracy, higher is better:"), one.err());
    JsonNode found = one.json().path("search");
    assertEquals("accuracy", found.path("metric").asText());
    List<String> log = Files.readAllLines(folder.resolve("one/trials.jsonl"));
    double most = 0;
    for (String line : log) {
      most = Math.max(most, new ObjectMapper().readTree(line).path("scores").get(0).asDouble());
    }
    JsonNode best = new ObjectMapper().readTree(log.get(found.path("best").asInt()));
    assertEquals(most, best.path("scores").get(0).asDouble());
    assertEquals(found.path("score"), best.path("scores").get(1));

    JobRun two = search("two", "--parallel", "2").done();
    assertEquals(one.json().path("theta"), two.json().path("theta"));
    assertEquals(log, Files.readAllLines(folder.resolve("two/trials.jsonl")));
    JobRun again = search("two", "--resume").done();
    assertTrue(again.json().path("already_done").asBoolean());
  }
}
