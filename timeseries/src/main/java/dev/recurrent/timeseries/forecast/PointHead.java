package dev.recurrent.timeseries.forecast;

import dev.recurrent.nn.ElementwiseLoss;
import java.util.Random;

/** One number; every quantile is that number. */
record PointHead(ElementwiseLoss loss) implements Head {
  @Override
  public int parameters() {
    return 1;
  }

  @Override
  public double lossAndGradient(float[] outputs, int at, float target, float share) {
    double output = outputs[at];
    outputs[at] = (float) loss.slope(output, target) * share;
    return loss.value(output, target);
  }

  @Override
  public double point(float[] outputs, int at) {
    return outputs[at];
  }

  @Override
  public double quantile(float[] outputs, int at, double level) {
    return outputs[at];
  }

  @Override
  public double sample(float[] outputs, int at, Random random) {
    return outputs[at];
  }

  @Override
  public boolean probabilistic() {
    return false;
  }
}
