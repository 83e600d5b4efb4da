package dev.recurrent.nlp.sentiment;

import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.math.Seed;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Perturbations of embedded texts that the classifier is to withstand, and the divergence that a
 * virtual one brings. Miyato, Dai and Goodfellow (2016), Adversarial Training Methods for
 * Semi-Supervised Text Classification, arXiv:1605.07725, equations 4 and 6 to 8. Perturbations and
 * the probabilities of the unperturbed texts count as constants in the gradient.
 */
final class AdversarialLoss {
  private static final long DIRECTION = 305;

  /** Norm of the step along which the divergence's gradient is taken: the paper's code has it. */
  private static final float PROBE = 0.1f;

  private final AuxiliaryLosses losses;
  private final ClassifierNetwork network;
  private final float[] gradient;
  private final Perturbation perturbation = new Perturbation();
  private final Scratch probabilities = new Scratch();
  private @Nullable Matrix clean;
  private @Nullable Matrix dInput;

  /** The gradient of the parameters while that of the input alone is computed. */
  private float[] kept = new float[0];

  /**
   * @param gradient of the parameters, to which the network adds
   */
  AdversarialLoss(AuxiliaryLosses losses, ClassifierNetwork network, float[] gradient) {
    this.losses = losses;
    this.network = network;
    this.gradient = gradient;
  }

  /** Keeps the softmax of the unperturbed texts' logits, which stay as they are. */
  void keepProbabilities(Matrix logits) {
    Matrix p = probabilities.matrix(logits.rows, logits.columns);
    for (int b = 0; b < p.rows; b++) {
      double logSum = Activations.logSumExp(logits.data, logits.index(b), logits.columns);
      for (int j = 0; j < p.columns; j++) {
        p.set(b, j, (float) Math.exp(logits.get(b, j) - logSum));
      }
    }
    clean = p;
  }

  /** x moved along a gradient of the loss, in memory of its own. */
  Matrix along(Matrix x, Matrix dInput, LabelledBatch batch) {
    return perturbation.add(x, dInput, batch.lengths(), losses.perturbation());
  }

  /**
   * x moved to where the probabilities change the most: one step of the power iteration from a
   * random direction. No parameter gets a gradient.
   */
  Matrix mostDivergent(Matrix x, LabelledBatch batch, long seed) {
    Matrix random = perturbation.random(x.rows, x.columns, Seed.of(seed, DIRECTION));
    Matrix near = perturbation.add(x, random, batch.lengths(), PROBE);
    if (kept.length == 0) {
      kept = new float[gradient.length];
    }
    System.arraycopy(gradient, 0, kept, 0, kept.length);
    divergence(near, batch, seed, 1f / batch.batchSize());
    System.arraycopy(kept, 0, gradient, 0, kept.length);
    return along(x, dInput(), batch);
  }

  /**
   * The share times the sum over the texts of the divergence KL(p || q), in nats, where p are the
   * kept probabilities and q those at an input. Adds the gradients of all layers above the input.
   */
  double divergence(Matrix input, LabelledBatch batch, long seed, float share) {
    Matrix p = Objects.requireNonNull(clean, "divergence before probabilities");
    Matrix logits = network.logits(input, batch, seed);
    double sum = 0;
    for (int b = 0; b < p.rows; b++) {
      double logSum = Activations.logSumExp(logits.data, logits.index(b), logits.columns);
      for (int j = 0; j < p.columns; j++) {
        double own = p.get(b, j);
        double log = logits.get(b, j) - logSum;
        sum += own > 0 ? own * (Math.log(own) - log) : 0;
        logits.set(b, j, (float) (share * (Math.exp(log) - own)));
      }
    }
    dInput = network.dInput(network.dOutputs(logits, batch));
    return share * sum;
  }

  /** The gradient of the input after {@link #divergence}, (T*B,E). */
  Matrix dInput() {
    return Objects.requireNonNull(dInput, "dInput before divergence");
  }
}
