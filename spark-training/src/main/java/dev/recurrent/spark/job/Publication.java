package dev.recurrent.spark.job;

import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ModelPointer;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.spark.run.ModelRegistry;
import dev.recurrent.spark.tracking.MlflowRegistration;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whether a finished model goes to a registry. The decision stands in the model's result, so that a
 * run that was killed before it was carried out carries it out when it is resumed.
 */
final class Publication {
  static final String KEY = "publish";

  private static final String NAME = "name";
  private static final String REGISTRY = "registry";
  private static final String PUBLISHED = "published";
  private static final String METRIC = "metric";
  private static final String SCORE = "score";
  private static final String IN_USE = "in_use";
  private static final String SCORE_IN_USE = "score_in_use";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final ModelRegistry registry;
  private final PublishOptions options;

  private Publication(ModelRegistry registry, PublishOptions options) {
    this.registry = registry;
    this.options = options;
  }

  /** Null without {@code --publish}. */
  static @Nullable Publication of(JobContext context, PublishOptions options) throws IOException {
    ModelRegistry registry = options.open(context.hadoop());
    return registry == null ? null : new Publication(registry, options);
  }

  /**
   * A finished model and how to score others like it.
   *
   * @param config of the model
   * @param files of the model except parameters and description, by name
   * @param metric what validations choose by
   * @param lowerIsBetter whether it is a loss
   * @param score of the parameters of a network or of an ensemble on this run's validation data
   * @param theta the hash of the parameters
   */
  record Finished(
      String kind,
      Object config,
      Map<String, byte[]> files,
      ParameterLayout layout,
      float[] parameters,
      String metric,
      boolean lowerIsBetter,
      ToDoubleFunction<float[]> score,
      String theta) {}

  /**
   * Compares with the model in use: on the same validation data if both are networks of the same
   * sizes over the same vocabulary, else by the score that it was published with.
   */
  Map<String, Object> decide(Finished finished) throws IOException {
    Map<String, Object> decision = new LinkedHashMap<>();
    double score = finished.score().applyAsDouble(finished.parameters());
    String hash = finished.theta().substring(0, Math.min(8, finished.theta().length()));
    String latest = registry.latest().orElse(null);
    decision.put(NAME, time(Instant.now(), latest) + "-" + hash);
    decision.put(REGISTRY, registry.toString());
    decision.put(METRIC, finished.metric());
    decision.put(SCORE, score);
    boolean published = true;
    if (latest != null) {
      double inUse = scoreInUse(finished);
      decision.put(IN_USE, latest);
      decision.put(SCORE_IN_USE, inUse);
      // A score that is no number is worse than any.
      double loss = finished.lowerIsBetter() ? score - inUse : inUse - score;
      published = loss <= options.margin || Double.isNaN(inUse);
    }
    decision.put(PUBLISHED, published);
    return decision;
  }

  /**
   * A time whose text sorts after that of the model in use, which another machine may have named
   * with a clock that is ahead.
   */
  static String time(Instant now, @Nullable String latest) {
    String time = TIME.format(now);
    if (latest == null || latest.compareTo(time) < 0) {
      return time;
    }
    try {
      Instant newest = Instant.from(TIME.parse(latest.substring(0, time.length())));
      return TIME.format(newest.plusMillis(1));
    } catch (DateTimeException | IndexOutOfBoundsException notOurs) {
      return time;
    }
  }

  private double scoreInUse(Finished finished) {
    ModelDirectory inUse;
    ModelDescription description;
    try {
      inUse = registry.open();
      description = inUse.description();
    } catch (UnusableModelException damaged) {
      throw new JobException(
          ExitCode.NO_CHECKPOINT,
          "--publish: the model in use cannot be compared: " + damaged.getMessage(),
          damaged);
    }
    if (alike(finished, inUse, description)) {
      return finished.score().applyAsDouble(inUse.ensemble(finished::layout));
    }
    if (description.result().get(KEY) instanceof Map<?, ?> published
        && finished.metric().equals(published.get(METRIC))
        && published.get(SCORE) instanceof Number score) {
      return score.doubleValue();
    }
    throw JobException.usage(
        "--publish: "
            + inUse.where()
            + " is another network and was not published with the score \""
            + finished.metric()
            + "\"; name another registry");
  }

  private static boolean alike(
      Finished finished, ModelDirectory inUse, ModelDescription description) {
    if (!description.kind().equals(finished.kind()) || !(finished.config() instanceof Record r)) {
      return false;
    }
    try {
      if (!description.config(r.getClass()).equals(r)) {
        return false;
      }
      for (Map.Entry<String, byte[]> file : finished.files().entrySet()) {
        if (!file.getKey().equals(ModelDirectory.MODEL)
            && !Arrays.equals(file.getValue(), inUse.file(file.getKey()))) {
          return false;
        }
      }
      return true;
    } catch (UnusableModelException another) {
      return false;
    }
  }

  /**
   * What MLflow's registry is to have of a published model, by the name of its own registry's
   * directory.
   *
   * @param result of the run
   * @return null where nothing was published
   */
  static @Nullable MlflowRegistration registration(
      Map<String, Object> result, Map<String, String> tags) {
    if (!(result.get(KEY) instanceof Map<?, ?> decision)
        || !Boolean.TRUE.equals(decision.get(PUBLISHED))) {
      return null;
    }
    String registry = String.valueOf(decision.get(REGISTRY));
    String name = registry.replaceFirst("/+$", "").replaceFirst("^.*/", "");
    return new MlflowRegistration(
        name.isEmpty() ? "recurrent" : name,
        registry + "/" + ModelPointer.MODELS + "/" + decision.get(NAME),
        tags);
  }

  /**
   * Carries out a decision of {@link #decide}, or what is left of it.
   *
   * @throws JobException with exit 7 if the model is worse than the one in use
   */
  void carryOut(Map<?, ?> decision, ModelDirectory model, Console console) throws IOException {
    String name = String.valueOf(decision.get(NAME));
    if (!Boolean.TRUE.equals(decision.get(PUBLISHED))) {
      throw new JobException(
          ExitCode.NOT_PUBLISHED,
          "trained but not published: "
              + decision.get(METRIC)
              + " is "
              + decision.get(SCORE)
              + ", that of "
              + decision.get(IN_USE)
              + " is "
              + decision.get(SCORE_IN_USE)
              + ", and --publish-margin is "
              + options.margin
              + "; "
              + decision.get(IN_USE)
              + " stays in use");
    }
    registry.publish(name, model);
    registry.keep(options.keep);
    console.say("published: %s/models/%s", registry, name);
  }
}
