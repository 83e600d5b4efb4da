package dev.recurrent.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A character model to train on a text until its validation loss is low enough; what is not here is
 * as {@code generation train} has it.
 *
 * @param corpus a text file
 * @param cell its label
 * @param hidden H
 * @param batch sequences of each of the two workers
 * @param steps T
 * @param epochs the cosine schedule's length
 * @param target nats a character
 */
record TrainingTask(
    String corpus, String cell, int hidden, int batch, int steps, int epochs, double target) {
  /** Workers, threads or processes: the cores of a small machine. */
  static final int WORKERS = 2;

  private static final int EMBEDDING = 128;

  /** What "auto" gives a network of this size. */
  private static final int LOCAL_STEPS = 32;

  private static final double LEARNING_RATE = 0.003;
  private static final double LEAST_RATE = 0.01;
  private static final double BETA2 = 0.99;
  private static final double CLIP = 1;
  private static final double VALIDATION = 0.1;

  /** The defaults of {@code generation train}. */
  static TrainingTask of(String corpus) {
    return new TrainingTask(corpus, "lstm", 256, 32, 64, 10, 1.60);
  }

  /** The command line after {@code generation train}; validates after every round. */
  List<String> arguments(String output) {
    return List.of(
        "--input=" + corpus,
        "--output=" + output,
        "--cell=" + cell,
        "--hidden-size=" + hidden,
        "--embedding-size=" + EMBEDDING,
        "--batch-size=" + batch,
        "--sequence-length=" + steps,
        "--epochs=" + epochs,
        "--learning-rate=" + LEARNING_RATE,
        "--beta2=" + BETA2,
        "--clip-norm=" + CLIP,
        "--validation-fraction=" + VALIDATION,
        "--shards=" + WORKERS,
        "--local-steps=" + LOCAL_STEPS,
        "--evaluate-every=1");
  }

  /**
   * As peers read it.
   *
   * @param evaluateTargets between two validations
   */
  Map<String, Object> message(long evaluateTargets) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("corpus", corpus);
    message.put("cell", cell);
    message.put("hidden", hidden);
    message.put("embedding", EMBEDDING);
    message.put("batch", batch);
    message.put("steps", steps);
    message.put("epochs", epochs);
    message.put("learning_rate", LEARNING_RATE);
    message.put("least_rate", LEAST_RATE);
    message.put("beta2", BETA2);
    message.put("clip", CLIP);
    message.put("validation", VALIDATION);
    message.put("workers", WORKERS);
    message.put("layers", 1);
    message.put("input", EMBEDDING);
    message.put("local_steps", LOCAL_STEPS);
    message.put("evaluate_targets", evaluateTargets);
    return message;
  }
}
