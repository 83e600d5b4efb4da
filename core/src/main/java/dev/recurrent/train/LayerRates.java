package dev.recurrent.train;

import dev.recurrent.nn.ParameterLayout;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Learning rates by layer, for a network whose lower layers have learned before. Howard and Ruder
 * (2018), Universal Language Model Fine-tuning, arXiv:1801.06146, sections 3.2 and 3.3:
 * discriminative fine-tuning and gradual unfreezing.
 *
 * @param decay what a layer's rate is divided by in the layer below it, at least 1
 * @param unfreezeSteps after so many steps one more layer begins to learn, the output first; 0 lets
 *     all layers learn from the first step
 * @param parameters of the network, each with its depth; none where all have one rate
 */
public record LayerRates(float decay, long unfreezeSteps, List<Depth> parameters)
    implements Serializable {
  /**
   * One parameter: {@code size} floats from {@code offset}.
   *
   * @param depth layers between it and the output; 0 is the output's own
   */
  public record Depth(int offset, int size, int depth) implements Serializable {}

  /**
   * @throws IllegalArgumentException if the decay is below 1 or not finite, or the steps are below
   *     0
   */
  public LayerRates {
    if (!(decay >= 1 && decay < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "layer rate decay is " + decay + ", expected 1 or more and finite");
    }
    if (unfreezeSteps < 0) {
      throw new IllegalArgumentException(
          "steps between unfreezings are " + unfreezeSteps + ", expected 0 or more");
    }
    parameters = new ArrayList<>(parameters);
  }

  /** All layers learn at the base rate from the first step. */
  public static LayerRates equal() {
    return new LayerRates(1, 0, List.of());
  }

  /**
   * @param depth of a parameter by its name in the layout, 0 for the output's own
   */
  public static LayerRates of(
      float decay, long unfreezeSteps, ParameterLayout layout, ToIntFunction<String> depth) {
    List<Depth> parameters = new ArrayList<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      parameters.add(new Depth(entry.offset(), entry.size(), depth.applyAsInt(entry.name())));
    }
    return new LayerRates(decay, unfreezeSteps, parameters);
  }

  /**
   * What the rate of a layer is multiplied with; 0 for a frozen one.
   *
   * @param step 0 for the first step
   */
  float factor(int depth, long step) {
    boolean frozen = unfreezeSteps > 0 && step / unfreezeSteps < depth;
    return frozen ? 0f : (float) Math.pow(decay, -depth);
  }

  /**
   * Whether the layers' rates differ at a step. It is asked at every step and allocates nothing.
   */
  boolean differ(long step) {
    for (int i = 0; i < parameters.size(); i++) {
      if (factor(parameters.get(i).depth(), step) != 1f) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes back the part of a step that is above the layers' rates: an optimizer's step is
   * proportional to its rate. A frozen layer has the bits that it had before.
   *
   * @param before the parameters before the step
   * @param after the parameters after a step at the base rate, changed in place
   */
  void scale(float[] before, float[] after, long step) {
    for (Depth parameter : parameters) {
      float factor = factor(parameter.depth(), step);
      int from = parameter.offset();
      if (factor == 0f) {
        System.arraycopy(before, from, after, from, parameter.size());
      } else if (factor != 1f) {
        for (int i = from; i < from + parameter.size(); i++) {
          after[i] = before[i] + factor * (after[i] - before[i]);
        }
      }
    }
  }
}
