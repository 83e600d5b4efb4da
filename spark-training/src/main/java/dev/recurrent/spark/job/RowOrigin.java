package dev.recurrent.spark.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Redaction;
import dev.recurrent.spark.ParameterHash;

/**
 * By what a table's rows were made.
 *
 * @param model directory of the model; of a registry, the one that was in use
 * @param theta SHA-256 of its parameters, as the training's result has it
 */
public record RowOrigin(String model, String theta) {
  public static RowOrigin of(ModelDirectory directory, float[] parameters) {
    return new RowOrigin(Redaction.of(directory.where()), ParameterHash.hash(parameters));
  }
}
