package dev.recurrent.nlp.generation;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;

/** From which end a model reads its text, as {@code provenance} in {@code model.json} has it. */
public enum ReadingDirection {
  FORWARD,
  BACKWARD;

  /** The name in {@code provenance}; a model without it reads forward. */
  public static final String NAME = "reads";

  public static ReadingDirection of(boolean reverse) {
    return reverse ? BACKWARD : FORWARD;
  }

  public static ReadingDirection of(ModelDirectory model) {
    return of(BACKWARD.label().equals(model.description().provenance().get(NAME)));
  }

  /** "forward" or "backward". */
  public String label() {
    return this == BACKWARD ? "backward" : "forward";
  }

  /**
   * @param given what names the model, such as "--model runs/a"
   * @throws UnusableModelException if a model reads from the other end
   */
  public void require(ModelDirectory model, String given) {
    ReadingDirection other = of(model);
    if (other != this) {
      throw new UnusableModelException(
          given
              + " reads text "
              + other.label()
              + ", expected "
              + label()
              + "; give a model that was trained "
              + (this == BACKWARD ? "with" : "without")
              + " --reverse");
    }
  }
}
