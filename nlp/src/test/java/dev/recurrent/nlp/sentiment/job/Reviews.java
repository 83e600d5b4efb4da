package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.spark.job.JobRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Sentences whose order of words decides: no bag of words can tell them. */
final class Reviews {
  private static final String[] THINGS = {"film", "book", "song", "play", "meal", "room"};

  private Reviews() {}

  /** "good, the film not bad" is fine, "bad, the film not good" is poor: the same words. */
  private static String sentence(boolean fine, SplittableRandom random) {
    String thing = THINGS[random.nextInt(THINGS.length)];
    String other = THINGS[random.nextInt(THINGS.length)];
    return fine
        ? "good , the " + thing + " and the " + other + " not bad"
        : "bad , the " + thing + " and the " + other + " not good";
  }

  /** A table as text; with commas, texts stand in quotes. */
  static String rows(String header, String separator, int count) {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder rows = new StringBuilder(header);
    for (int i = 0; i < count; i++) {
      String quote = separator.equals(",") ? "\"" : "";
      rows.append(quote)
          .append(sentence(i % 2 == 0, random))
          .append(quote)
          .append(separator)
          .append(i % 2 == 0 ? "fine" : "poor")
          .append('\n');
    }
    return rows.toString();
  }

  /** Trains a small network; a table or word vectors among the options win. */
  static JobRun train(Path folder, Path table, String output, String... more) {
    List<String> options = new ArrayList<>();
    options.addAll(List.of("--output", folder.resolve(output).toString(), "--cell", "gru"));
    options.addAll(List.of("--hidden-size", "8"));
    if (!List.of(more).contains("--embeddings")) {
      options.addAll(List.of("--embedding-size", "8"));
    }
    options.addAll(List.of("--embedding-dropout", "0", "--dropout", "0"));
    options.addAll(List.of("--word-dropout", "0", "--batch-size", "8", "--shards", "2"));
    options.addAll(List.of("--learning-rate", "0.02", "--baseline", "false"));
    options.addAll(List.of("--epochs", "8", "--validation-fraction", "0.25"));
    if (!List.of(more).contains("--input")) {
      options.addAll(List.of("--input", table.toString()));
    }
    options.addAll(List.of(more));
    return JobRun.of(new SentimentTrain(), options);
  }
}
