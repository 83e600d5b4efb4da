package dev.recurrent.train;

import java.io.Serializable;
import java.util.Locale;

/**
 * The rule that changes parameters by a gradient. Anyone may implement it. An optimizer holds
 * hyper-parameters only. The numbers that it keeps for each parameter are its moments. They belong
 * to the {@link TrainingState}, are saved in checkpoints, and are averaged over shards like the
 * parameters.
 */
public interface Optimizer extends Serializable {
  /** Floats it keeps for each parameter. */
  int momentsPerParameter();

  /**
   * One step on all parameters in place.
   *
   * @param parameters all of them, in the order of the model's layout
   * @param gradient of the mean loss, already clipped; may be overwritten
   * @param moments {@code momentsPerParameter} arrays laid end to end, zeros before the first step
   * @param step 1 for the first step since the moments were zero
   */
  void step(float[] parameters, float[] gradient, float[] moments, long step, float learningRate);

  /**
   * The optimizer of a name: one of the built-in ones, with the defaults of its paper or of
   * PyTorch, or of a public class on the class path that has a public constructor without
   * parameters.
   *
   * @throws IllegalArgumentException if there is none, listing the names there are
   */
  static Optimizer of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "sgd" -> new Sgd(0f);
      case "momentum" -> new Sgd(0.9f);
      case "adam" -> Adam.defaults();
      case "adamw" -> AdamW.defaults();
      case "rmsprop" -> RmsProp.defaults();
      default -> OptimizerClass.make(name);
    };
  }

  /**
   * The same, with this decay rate of squared gradients if it is Adam or AdamW.
   *
   * @throws IllegalArgumentException if there is none, listing the names there are
   */
  static Optimizer of(String name, float beta2) {
    Optimizer named = of(name);
    if (named instanceof Adam adam) {
      return adam.withBeta2(beta2);
    }
    if (named instanceof AdamW decayed) {
      return new AdamW(decayed.adam().withBeta2(beta2), decayed.weightDecay());
    }
    return named;
  }
}
