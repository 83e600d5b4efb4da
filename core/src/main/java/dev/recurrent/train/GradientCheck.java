package dev.recurrent.train;

import dev.recurrent.nn.ParameterLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compares a model's gradient with central differences of its loss, parameter by parameter: at two
 * steps, extrapolated (Richardson), since one step alone keeps the curvature of a tanh.
 *
 * <p>In float, limits on single elements say nothing: a correct LSTM misses by 1e-2 where a
 * gradient is tiny. Norms do: correct code stays below 1e-3, and a two-percent error in one term
 * does not.
 */
public final class GradientCheck {
  /** The smaller step of the two: less drowns in rounding, more in curvature. */
  private static final float STEP = 2e-2f;

  private GradientCheck() {}

  /**
   * For each parameter of the layout, the norm of (gradient - difference) over the norm of the
   * difference, or over a thousandth of the whole difference's norm where that is larger.
   */
  public static <B extends Batch> Map<String, Double> errors(
      Model<B> model, float[] parameters, B batch, long seed) {
    float[] gradient = new float[parameters.length];
    BoundModel<B> pass = model.bind(parameters, gradient);
    pass.parametersChanged();
    float[] carry = pass.carry();
    pass.lossAndGradient(batch, seed);
    float[] analytic = gradient.clone();
    double[] numeric = new double[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      float value = parameters[i];
      double[] slopes = new double[2];
      for (int wide = 0; wide < 2; wide++) {
        float high = value + STEP * (wide + 1);
        float low = value - STEP * (wide + 1);
        parameters[i] = high;
        double above = lossAt(pass, carry, batch, seed);
        parameters[i] = low;
        slopes[wide] = (above - lossAt(pass, carry, batch, seed)) / ((double) high - low);
      }
      numeric[i] = (4 * slopes[0] - slopes[1]) / 3;
      parameters[i] = value;
    }
    Arrays.fill(gradient, 0f);
    return byParameter(model.layout(), analytic, numeric);
  }

  private static <B extends Batch> double lossAt(
      BoundModel<B> pass, float[] carry, B batch, long seed) {
    pass.parametersChanged();
    pass.resume(carry);
    return pass.lossAndGradient(batch, seed);
  }

  private static Map<String, Double> byParameter(
      ParameterLayout layout, float[] analytic, double[] numeric) {
    double whole = norm(numeric, 0, numeric.length);
    Map<String, Double> errors = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : layout.entries()) {
      double[] difference = new double[entry.size()];
      for (int i = 0; i < difference.length; i++) {
        difference[i] = analytic[entry.offset() + i] - numeric[entry.offset() + i];
      }
      double scale = Math.max(norm(numeric, entry.offset(), entry.size()), 1e-3 * whole);
      errors.put(entry.name(), norm(difference, 0, difference.length) / scale);
    }
    return errors;
  }

  private static double norm(double[] values, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += values[i] * values[i];
    }
    return Math.sqrt(sum);
  }
}
