package dev.recurrent.spark.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.train.Model;

/**
 * A kind of model that can be opened from its directory. The program finds the classes that {@code
 * META-INF/services/dev.recurrent.spark.job.ModelKind} names in any jar on the class path.
 */
public interface ModelKind {
  /** As {@code model.json} has it: "language-model". */
  String name();

  /**
   * The model without its parameters.
   *
   * @throws UnusableModelException if the directory does not hold what it says
   */
  Model<?> open(ModelDirectory directory);
}
