package dev.recurrent.train;

import dev.recurrent.math.Seed;
import dev.recurrent.nn.ParameterLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

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

  /** A step that crosses fewer kinks of a relu or of a maximum, where the others have crossed. */
  private static final float SHORT_STEP = 5e-3f;

  /** Beyond this relative error the short step is tried. */
  private static final double CLOSE = 3e-4;

  /** Directions in which a large parameter is tried: enough for a norm to within a half. */
  private static final int DIRECTIONS = 6;

  /** Batches before an error counts: a difference may cross the kink of a relu or of a maximum. */
  private static final int BATCHES = 3;

  private GradientCheck() {}

  /**
   * Checks a model of sequences on small random batches, with random lengths, weights and masks.
   * Large parameters are tried in random directions, so that a model of any size takes seconds.
   *
   * @param limit of each parameter's relative error; 1e-3 suits correct code, 1e-2 a model with a
   *     relu or a maximum, whose kinks differences cross
   * @throws IllegalStateException naming the parameters whose gradient is wrong
   */
  public static void require(SequenceModel model, double limit) {
    Map<String, Double> least = new LinkedHashMap<>();
    for (int seed = 1; seed <= BATCHES; seed++) {
      float[] parameters = new float[model.layout().size()];
      model.initialize(parameters, seed);
      SequenceBatch batch = new RandomSequences(seed).batch(model);
      errors(model, parameters, batch, seed, DIRECTIONS)
          .forEach((name, error) -> least.merge(name, error, Math::min));
      if (wrong(least, limit).isEmpty()) {
        return;
      }
    }
    throw new IllegalStateException(
        "gradients miss the differences of the loss by "
            + wrong(least, limit)
            + ", expected less than "
            + limit
            + " each; look at the backward pass of these layers, or of one above them");
  }

  private static Map<String, Double> wrong(Map<String, Double> errors, double limit) {
    return errors.entrySet().stream()
        .filter(e -> !(e.getValue() < limit))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
  }

  /**
   * For each parameter of the layout, the norm of (gradient - difference) over the norm of the
   * difference, or over a thousandth of the whole difference's norm where that is larger. Tries
   * each float: for small models.
   */
  public static <B extends Batch> Map<String, Double> errors(
      Model<B> model, float[] parameters, B batch, long seed) {
    return errors(model, parameters, batch, seed, Integer.MAX_VALUE);
  }

  private static <B extends Batch> Map<String, Double> errors(
      Model<B> model, float[] parameters, B batch, long seed, int most) {
    float[] gradient = new float[parameters.length];
    BoundModel<B> bound = model.bind(parameters, gradient);
    bound.parametersChanged();
    float[] carry = bound.carry();
    bound.lossAndGradient(batch, seed);
    Probe<B> probe = new Probe<>(bound, parameters, carry, batch, seed);
    float[] analytic = gradient.clone();
    Map<String, double[]> differences = new LinkedHashMap<>();
    Map<String, Double> norms = new LinkedHashMap<>();
    double whole = 0;
    for (ParameterLayout.Entry entry : model.layout().entries()) {
      int count = Math.min(entry.size(), most);
      double[] off = new double[count];
      double squares = 0;
      for (int i = 0; i < count; i++) {
        float[] direction = direction(entry, i, count, seed);
        double expected = product(analytic, entry, direction);
        double numeric = probe.slope(entry, direction, expected);
        off[i] = expected - numeric;
        squares += numeric * numeric;
      }
      differences.put(entry.name(), off);
      norms.put(entry.name(), Math.sqrt(squares));
      whole += squares;
    }
    double floor = 1e-3 * Math.sqrt(whole);
    Map<String, Double> errors = new LinkedHashMap<>();
    differences.forEach(
        (name, off) ->
            errors.put(name, norm(off) / Math.max(norms.getOrDefault(name, 0.0), floor)));
    return errors;
  }

  /**
   * The i-th unit vector where all are tried, else random signs, so small that a step changes a
   * layer's sums over the columns by as much as a unit vector's does.
   */
  private static float[] direction(ParameterLayout.Entry entry, int i, int count, long seed) {
    float[] direction = new float[entry.size()];
    if (count == direction.length) {
      direction[i] = 1;
      return direction;
    }
    float size = entry.rows() == 1 ? 1f : (float) (1 / Math.sqrt(entry.columns()));
    long own = Seed.of(seed, entry.offset(), i);
    for (int j = 0; j < direction.length; j++) {
      direction[j] = (Seed.bits(own, j) & 1) == 0 ? size : -size;
    }
    return direction;
  }

  private static double product(float[] all, ParameterLayout.Entry entry, float[] direction) {
    double sum = 0;
    for (int j = 0; j < direction.length; j++) {
      sum += (double) all[entry.offset() + j] * direction[j];
    }
    return sum;
  }

  private static double norm(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** The loss of one batch as a function of the parameters. */
  private static final class Probe<B extends Batch> {
    private final BoundModel<B> bound;
    private final float[] parameters;
    private final float[] carry;
    private final B batch;
    private final long seed;

    Probe(BoundModel<B> bound, float[] parameters, float[] carry, B batch, long seed) {
      this.bound = bound;
      this.parameters = parameters;
      this.carry = carry;
      this.batch = batch;
      this.seed = seed;
    }

    /** The loss's slope along a direction of one parameter; of two, the nearer to the expected. */
    double slope(ParameterLayout.Entry entry, float[] direction, double expected) {
      double one = difference(entry, direction, STEP);
      double extrapolated = (4 * one - difference(entry, direction, 2 * STEP)) / 3;
      double off = Math.abs(expected - extrapolated);
      if (off <= CLOSE * Math.abs(expected)) {
        return extrapolated;
      }
      double nearby = difference(entry, direction, SHORT_STEP);
      return Math.abs(expected - nearby) < off ? nearby : extrapolated;
    }

    private double difference(ParameterLayout.Entry entry, float[] direction, float step) {
      return (loss(entry, direction, step) - loss(entry, direction, -step)) / (2 * step);
    }

    private double loss(ParameterLayout.Entry entry, float[] direction, float step) {
      float[] before = new float[direction.length];
      System.arraycopy(parameters, entry.offset(), before, 0, before.length);
      for (int j = 0; j < before.length; j++) {
        parameters[entry.offset() + j] = before[j] + step * direction[j];
      }
      bound.parametersChanged();
      bound.resume(carry);
      double loss = bound.lossAndGradient(batch, seed);
      System.arraycopy(before, 0, parameters, entry.offset(), before.length);
      return loss;
    }
  }
}
