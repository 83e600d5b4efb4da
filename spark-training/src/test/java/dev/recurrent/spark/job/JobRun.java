package dev.recurrent.spark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.spark.TestSpark;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a job gave, run as the command line runs it, in the session of the tests. */
public record JobRun(int status, String out, String err) {
  public static JobRun of(Job job, List<String> options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        new JobRunner(
                job,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .withSession(TestSpark.session())
            .run(options.toArray(new String[0]));
    return new JobRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The last line of standard output. */
  public JsonNode json() {
    String last = out.lines().reduce("", (before, line) -> line);
    try {
      return new ObjectMapper().readTree(last);
    } catch (JsonProcessingException e) {
      throw new AssertionError("standard output ends with: " + last, e);
    }
  }

  /** The run, if it ended well. */
  public JobRun done() {
    if (status != 0 || !json().path("status").asText().equals("done")) {
      throw new AssertionError(status + ": " + err);
    }
    requireNarrow();
    return this;
  }

  /**
   * What a person reads fits in a terminal's line; how long a path is, is the test's own affair.
   */
  private void requireNarrow() {
    for (String line : err.lines().toList()) {
      String named = line.replaceAll("(file:)?/[^\\s,;:]*/", "");
      if (named.length() > Console.COLUMNS && !named.contains("left out")) {
        throw new AssertionError("longer than " + Console.COLUMNS + " columns: " + named);
      }
    }
  }
}
