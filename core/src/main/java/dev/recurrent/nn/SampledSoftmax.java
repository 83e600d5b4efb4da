package dev.recurrent.nn;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import java.util.Arrays;

/**
 * A dense layer over V classes and the softmax cross entropy of a part of them, for training with a
 * large V: a row's own target and a sample of classes that all rows of a batch share. Jean, Cho,
 * Memisevic and Bengio (2015, arXiv:1412.2007).
 *
 * <p>Each logit has the logarithm of its class's probability to be in the sample subtracted. The
 * parameters with the least expected loss are then those of the full softmax. The value of the loss
 * is not that of the full softmax.
 */
public final class SampledSoftmax {
  private final Matrix weight;
  private final Matrix dWeight;
  private final Matrix bias;
  private final Matrix dBias;
  private final ClassSample sample;
  private final SoftmaxCrossEntropy entropy = new SoftmaxCrossEntropy();
  private final Scratch sampledWeight = new Scratch();
  private final Scratch sampledBias = new Scratch();
  private final Scratch output = new Scratch();
  private final Scratch dInput = new Scratch();
  private Matrix dX = Matrix.zeros(0, 0);

  /** By row: the gradient of the target's logit, where the target is not in the sample. */
  private float[] dTarget = new float[0];

  /**
   * Binds the {@code weight} (V,D) of one layer and the {@code bias} (1,V) of another, or the same.
   *
   * @param expected classes in a sample on average, at least 1 and below V. Class 0 should be the
   *     most frequent one, and V-1 the rarest
   * @throws IllegalArgumentException if {@code expected} is outside 1 to V-1
   */
  public SampledSoftmax(Parameters weights, Parameters biases, int expected) {
    this(weights, biases, sampleOf(weights.value("weight").rows, expected));
  }

  SampledSoftmax(Parameters weights, Parameters biases, ClassSample sample) {
    weight = weights.value("weight");
    dWeight = weights.gradient("weight");
    bias = biases.value("bias");
    dBias = biases.gradient("bias");
    this.sample = sample;
  }

  private static ClassSample sampleOf(int classes, int expected) {
    if (expected < 1 || expected >= classes) {
      throw new IllegalArgumentException(
          "a sample of "
              + expected
              + " classes was asked for, expected 1 to below "
              + classes
              + " (all classes)");
    }
    return ClassSample.ofRanks(classes, expected);
  }

  /**
   * The mean loss of the rows of x (R,D) over the sample, in nats; adds the gradients of weight and
   * bias.
   *
   * @param targets R classes, or {@link SoftmaxCrossEntropy#MASKED}
   * @param seed of the sample
   */
  public double lossAndGradient(Matrix x, int[] targets, long seed) {
    sample.draw(seed);
    Matrix w = sampledWeights();
    Matrix logits = output.matrix(x.rows, w.rows);
    Kernels.affine(x, w, sampledBiases(), logits);
    int unmasked = SoftmaxCrossEntropy.unmasked(targets, x.rows);
    double sum = losses(x, logits, targets, unmasked == 0 ? 0 : 1f / unmasked);
    dX = dInput.matrix(x.rows, x.columns);
    Kernels.multiply(logits, w, dX, 0f);
    addSampleGradients(logits, x);
    addTargetGradients(x, targets);
    return unmasked == 0 ? 0 : sum / unmasked;
  }

  /** The gradient of x after {@link #lossAndGradient}, (R,D), a view until the next call. */
  public Matrix dInput() {
    return dX;
  }

  private Matrix sampledWeights() {
    Matrix w = sampledWeight.matrix(sample.size(), weight.columns);
    for (int i = 0; i < w.rows; i++) {
      System.arraycopy(weight.data, weight.index(sample.at(i)), w.data, w.index(i), weight.columns);
    }
    return w;
  }

  private Matrix sampledBiases() {
    Matrix b = sampledBias.matrix(1, sample.size());
    for (int i = 0; i < b.columns; i++) {
      int drawn = sample.at(i);
      b.data[b.offset + i] = bias.data[bias.offset + drawn] - sample.logProbability(drawn);
    }
    return b;
  }

  /** The sum of the losses; the logits become their own gradients. */
  private double losses(Matrix x, Matrix logits, int[] targets, float share) {
    if (dTarget.length < x.rows) {
      dTarget = new float[x.rows];
    }
    double sum = 0;
    for (int i = 0; i < x.rows; i++) {
      int target = targets[i];
      int at = logits.index(i);
      dTarget[i] = 0;
      if (target == SoftmaxCrossEntropy.MASKED) {
        Arrays.fill(logits.data, at, at + logits.columns, 0f);
        continue;
      }
      SoftmaxCrossEntropy.requireClass(target, weight.rows);
      int place = sample.placeOf(target);
      sum +=
          place < 0
              ? beside(x, i, target, logits, share)
              : entropy.row(logits.data, at, logits.columns, place, share);
    }
    return sum;
  }

  /** The loss of a row whose target is not in the sample. */
  private double beside(Matrix x, int row, int target, Matrix logits, float share) {
    double own = bias.data[bias.offset + target] - (double) sample.logProbability(target);
    int from = x.index(row);
    int to = weight.index(target);
    for (int j = 0; j < x.columns; j++) {
      own += (double) x.data[from + j] * weight.data[to + j];
    }
    int at = logits.index(row);
    int n = logits.columns;
    float largest = n == 0 ? (float) own : Math.max((float) own, Kernels.max(logits.data, at, n));
    double exponential = Math.exp(own - largest);
    double sum = exponential + (n == 0 ? 0 : Kernels.exp(logits.data, at, n, largest));
    float scale = (float) (share / sum);
    for (int j = at; j < at + n; j++) {
      logits.data[j] *= scale;
    }
    dTarget[row] = (float) (share * (exponential / sum - 1));
    return Math.log(sum) - (own - largest);
  }

  private void addSampleGradients(Matrix dLogits, Matrix x) {
    Matrix d = sampledWeight.matrix(dLogits.columns, x.columns);
    Kernels.multiplyTransposedLeft(dLogits, x, d, 0f);
    Matrix sums = sampledBias.matrix(1, dLogits.columns);
    sums.fill(0f);
    Kernels.addColumnSums(dLogits, sums);
    for (int i = 0; i < d.rows; i++) {
      int drawn = sample.at(i);
      Kernels.add(d.data, d.index(i), dWeight.data, dWeight.index(drawn), d.columns);
      dBias.data[dBias.offset + drawn] += sums.data[sums.offset + i];
    }
  }

  private void addTargetGradients(Matrix x, int[] targets) {
    int n = x.columns;
    for (int i = 0; i < x.rows; i++) {
      float own = dTarget[i];
      if (own != 0) {
        int of = weight.index(targets[i]);
        Kernels.addScaled(own, weight.data, of, dX.data, dX.index(i), n);
        Kernels.addScaled(own, x.data, x.index(i), dWeight.data, dWeight.index(targets[i]), n);
        dBias.data[dBias.offset + targets[i]] += own;
      }
    }
  }
}
