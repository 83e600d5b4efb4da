package dev.recurrent.timeseries.forecast;

import java.util.Random;

/**
 * Counts that are often zero: a share of the values is 0 in any case, the others are negative
 * binomial (Greene 1994). The third output is the logit of that share.
 */
record ZeroInflatedHead() implements Head {
  private static final NegativeBinomialHead COUNT = new NegativeBinomialHead();
  private static final int SHARE = 2;

  @Override
  public int parameters() {
    return SHARE + 1;
  }

  private static double zeros(float[] outputs, int at) {
    return Head.sigmoid(outputs[at + SHARE]);
  }

  @Override
  public double lossAndGradient(float[] outputs, int at, float target, float share) {
    double zeros = zeros(outputs, at);
    // log(1 - zeros) and its complement, exact also where the share is all or nothing.
    double logCount = -Head.softplus(outputs[at + SHARE]);
    if (target > 0) {
      outputs[at + SHARE] = (float) (zeros * share);
      return COUNT.lossAndGradient(outputs, at, target, share) - logCount;
    }
    float[] alone = {outputs[at], outputs[at + 1]};
    double logZero = -COUNT.lossAndGradient(alone, 0, 0, 1);
    double logShare = -Head.softplus(-outputs[at + SHARE]);
    double drawn = logCount + logZero;
    double most = Math.max(drawn, logShare);
    double all = most + Math.log(Math.exp(drawn - most) + Math.exp(logShare - most));
    double ofCount = Math.exp(drawn - all);
    outputs[at] = (float) (alone[0] * ofCount * share);
    outputs[at + 1] = (float) (alone[1] * ofCount * share);
    outputs[at + SHARE] = (float) ((zeros - (1 - ofCount)) * share);
    return -all;
  }

  @Override
  public double point(float[] outputs, int at) {
    return (1 - zeros(outputs, at)) * COUNT.point(outputs, at);
  }

  @Override
  public double quantile(float[] outputs, int at, double level) {
    double zeros = zeros(outputs, at);
    return level <= zeros ? 0 : COUNT.quantile(outputs, at, (level - zeros) / (1 - zeros));
  }

  @Override
  public double sample(float[] outputs, int at, Random random) {
    return random.nextDouble() < zeros(outputs, at) ? 0 : COUNT.sample(outputs, at, random);
  }

  @Override
  public boolean counts() {
    return true;
  }
}
