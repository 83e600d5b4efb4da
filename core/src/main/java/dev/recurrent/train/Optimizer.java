package dev.recurrent.train;

import java.io.Serializable;
import java.util.Locale;

/**
 * The rule that turns a gradient into a step. Holds hyper-parameters only; the moments it keeps
 * belong to the {@link TrainingState}.
 */
public sealed interface Optimizer extends Serializable permits Sgd, Adam, AdamW, RmsProp {
  /** Floats it keeps for each parameter. */
  int momentsPerParameter();

  /**
   * One step on all parameters in place.
   *
   * @param moments {@code momentsPerParameter} arrays laid end to end, zeros before the first step
   * @param step 1 for the first step since the moments were zero
   */
  void step(float[] parameters, float[] gradient, float[] moments, long step, float learningRate);

  /**
   * An optimizer with the defaults of its paper or of PyTorch, by the name on the command line.
   *
   * @throws IllegalArgumentException listing the names there are
   */
  static Optimizer of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "sgd" -> new Sgd(0f);
      case "momentum" -> new Sgd(0.9f);
      case "adam" -> Adam.defaults();
      case "adamw" -> AdamW.defaults();
      case "rmsprop" -> RmsProp.defaults();
      default ->
          throw new IllegalArgumentException(
              "optimizer is \"" + name + "\", expected adam, adamw, sgd, momentum or rmsprop");
    };
  }
}
