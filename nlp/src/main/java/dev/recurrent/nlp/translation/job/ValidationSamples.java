package dev.recurrent.nlp.translation.job;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.spark.job.TrainingSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a few sentences were translated at each validation, for the report. Kept in a file beside the
 * run's checkpoints, so that a resumed run's report begins at its beginning.
 */
final class ValidationSamples {
  static final String FILE = "samples.json";

  private final TrainingSetup setup;
  private final Map<Long, Map<String, String>> byRound = new TreeMap<>();

  private ValidationSamples(TrainingSetup setup) {
    this.setup = setup;
  }

  /** None yet, or those that the run to resume has written. */
  static ValidationSamples of(TrainingSetup setup) throws IOException {
    ValidationSamples samples = new ValidationSamples(setup);
    byte[] before = setup.noteToResume(FILE);
    if (before != null) {
      for (JsonObject one : JsonObject.readList(before, FILE)) {
        samples.put(one.longInteger("round"), one.text("source"), one.text("translation"));
      }
    }
    return samples;
  }

  private void put(long round, String source, String translation) {
    byRound.computeIfAbsent(round, r -> new TreeMap<>()).put(source, translation);
  }

  /** Takes down a validation's; one of the same round is replaced. */
  void add(long round, List<TranslationPart.Sample> samples) {
    byRound.remove(round);
    samples.forEach(s -> put(round, s.sentence.source, s.translation));
    List<Map<String, Object>> all = new ArrayList<>();
    byRound.forEach(
        (r, some) ->
            some.forEach(
                (source, translation) ->
                    all.add(Map.of("round", r, "source", source, "translation", translation))));
    try {
      setup.note(FILE, Json.document(all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Translations of a source by round. */
  Map<Long, String> of(String source) {
    Map<Long, String> translations = new TreeMap<>();
    byRound.forEach(
        (round, some) -> {
          String translation = some.get(source);
          if (translation != null) {
            translations.put(round, translation);
          }
        });
    return translations;
  }
}
