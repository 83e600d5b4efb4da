package dev.recurrent.deploy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Jobs for a notebook, in the session that it has. {@link Recurrent} itself cannot name a session
 * in a public method: Java looks at those before it starts a server without Spark.
 */
public final class SessionJobs {
  private SessionJobs() {}

  /**
   * Runs the command that the first one or two words name. The session stays open afterwards.
   *
   * @param words as on the command line: task, action and options
   * @return what the command prints on standard output. The last line is the JSON object of the
   *     result, also where the job failed; help has no such line.
   */
  public static String run(SparkSession session, List<String> words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);
    Recurrent.end(
        words.toArray(new String[0]), out, System.err, runner -> runner.withSession(session));
    out.flush();
    return printed.toString(StandardCharsets.UTF_8);
  }
}
