package dev.recurrent.serve;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;

/**
 * A kind of model that can be served. The server finds the classes that {@code
 * META-INF/services/dev.recurrent.serve.ServedKind} names in any jar on the class path; each has a
 * public constructor without parameters.
 */
public interface ServedKind {
  /** As {@code model.json} has it: "language-model". */
  String kind();

  /** What the model does, the last word of its path: "complete" for {@code POST /v1/complete}. */
  String verb();

  /**
   * Loads a model.
   *
   * @throws UnusableModelException if the directory does not hold what it says
   */
  ServedModel<?> open(ModelDirectory directory);
}
