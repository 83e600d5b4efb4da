package dev.recurrent.nlp.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.nlp.generation.job.GenerationTrain;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jobs run as the command line runs them, in the session of the tests. */
public final class Jobs {
  /** What a run gave: exit status, standard output, standard error. */
  public record Outcome(int status, String out, String err) {
    /** The last line of standard output. */
    public JsonNode json() {
      return new JobRun(status, out, err).json();
    }

    /** The run, if it ended well. */
    public Outcome done() {
      new JobRun(status, out, err).done();
      return this;
    }

    public String theta() {
      return json().path("theta").asText();
    }
  }

  private Jobs() {}

  public static Outcome run(Job job, List<String> options) {
    JobRun run = JobRun.of(job, options);
    return new Outcome(run.status(), run.out(), run.err());
  }

  public static Outcome train(List<String> options) {
    return run(new GenerationTrain(), options);
  }

  /** A tiny network and two rounds; options given here win over these. */
  public static Outcome train(Path input, Path output, String... more) {
    return train(options(input, output, more));
  }

  public static List<String> options(Path input, Path output, String... more) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--input", input.toString(), "--output", output.toString()));
    options.addAll(List.of("--hidden-size", "8", "--embedding-size", "4", "--batch-size", "2"));
    options.addAll(List.of("--sequence-length", "8", "--shards", "2", "--rounds", "2"));
    options.addAll(List.of("--local-steps", "4", "--baseline", "false"));
    options.addAll(List.of(more));
    return options;
  }

  /** Some sentences, again and again in another order. */
  public static String text(int sentences) {
    String[] some = {
      "the keeper counted the ships every evening.\n",
      "seven ships, he would say, and one of them late.\n",
      "nobody asked him why he counted!\n",
      "où étaient donc passés les gardiens ?\n"
    };
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sentences; i++) {
      text.append(some[i * i % 7 % some.length]);
    }
    return text.toString();
  }
}
