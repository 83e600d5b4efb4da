package dev.recurrent.timeseries.baseline;

import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * The smoothing parameters of one {@link EtsForm} with the largest likelihood, by Nelder and Mead's
 * simplex. First states come from a decomposition of the series.
 */
final class EtsFit {
  /** Parameters tried for a first look at a form, and for one of the best forms. */
  private static final int LOOK = 25;

  private static final int FULL = 120;

  /** A change of the log-likelihood that does not count. */
  private static final double NEAR = 1e-4;

  private static final double LEAST = 1e-4;
  private static final double[] GUESS = {-0.85, -2.2, 1.7, -2.2};

  private final EtsForm form;
  private final EtsStart start;
  private final float[] values;
  private final int from;
  private final int to;
  private double[] best;
  private int tries;

  /** -2 log-likelihood. */
  private double likelihood = Double.POSITIVE_INFINITY;

  private EtsFit(EtsForm form, EtsStart start, float[] values, int from, int to) {
    this.form = form;
    this.start = start;
    this.values = values;
    this.from = from;
    this.to = to;
    best = guess(form);
  }

  /**
   * A first look at a form.
   *
   * @param from the first value to read
   * @param to the place after the last
   */
  static EtsFit of(EtsForm form, float[] values, int from, int to, int period) {
    EtsFit fit = new EtsFit(form, EtsStart.of(form, values, from, to, period), values, from, to);
    fit.estimate(LOOK, 1.0);
    return fit;
  }

  /** Continues from the best parameters yet. */
  EtsFit refine() {
    estimate(FULL, 0.5);
    return this;
  }

  private static double[] guess(EtsForm form) {
    double[] guess = new double[form.smoothing()];
    int at = 0;
    guess[at++] = GUESS[0];
    if (form.trend() != EtsForm.Trend.NONE) {
      guess[at++] = GUESS[1];
    }
    if (form.trend() == EtsForm.Trend.DAMPED) {
      guess[at++] = GUESS[2];
    }
    if (form.season() != EtsForm.Season.NONE) {
      guess[at] = GUESS[3];
    }
    return guess;
  }

  private void estimate(int most, double size) {
    tries = 0;
    new SimplexOptimizer(
            (step, before, now) ->
                tries >= most || Math.abs(before.getValue() - now.getValue()) < NEAR)
        .optimize(
            new ObjectiveFunction(this::tried),
            GoalType.MINIMIZE,
            new InitialGuess(best),
            new NelderMeadSimplex(best.length, size),
            MaxEval.unlimited());
  }

  private double tried(double[] free) {
    tries++;
    double value = state(free).read(values, from, to);
    if (value < likelihood) {
      likelihood = value;
      best = free.clone();
    }
    return value;
  }

  private static double logistic(double x) {
    return LEAST + (1 - 2 * LEAST) / (1 + Math.exp(-x));
  }

  /** The first state with smoothing parameters in their bounds, from numbers without bounds. */
  private EtsState state(double[] free) {
    int at = 0;
    double alpha = logistic(free[at++]);
    double beta = form.trend() == EtsForm.Trend.NONE ? 0 : alpha * logistic(free[at++]);
    double damping = form.trend() == EtsForm.Trend.DAMPED ? 0.8 + 0.18 * logistic(free[at++]) : 1;
    double gamma = form.season() == EtsForm.Season.NONE ? 0 : (1 - alpha) * logistic(free[at]);
    return start.state(form).smooth(alpha, beta, gamma, damping);
  }

  /** Akaike's criterion with its correction for few values; infinite where these are too few. */
  double aicc(int period) {
    int k = form.parameters(period);
    int n = to - from;
    return n - k - 1 <= 0
        ? Double.POSITIVE_INFINITY
        : likelihood + 2.0 * k + 2.0 * k * (k + 1) / (n - k - 1);
  }

  /** Before the first value read. */
  EtsState first() {
    return state(best);
  }
}
