package dev.recurrent.nlp.sentiment;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Seed;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.train.BoundModel;
import org.jspecify.annotations.Nullable;

/** A classifier at work. Texts are independent: no state goes from batch to batch. */
public final class ClassifierPass implements BoundModel<LabelledBatch> {
  private static final long EMBEDDING_MASK = 301;
  private static final long WORD_MASK = 304;

  private final ClassifierConfig config;
  private final Embedding embedding;
  private final Dropout embeddingDropout;
  private final ClassifierNetwork network;
  private final @Nullable NextTokenLoss nextToken;
  private final AdversarialLoss adversarial;
  private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy(0f);
  private int[] thinned = new int[0];

  ClassifierPass(ClassifierConfig config, Parameters parameters, float[] gradient) {
    this.config = config;
    AuxiliaryLosses losses = config.auxiliary();
    embedding = new Embedding(parameters.at(ClassifierModel.EMBEDDING));
    embeddingDropout = config.spatial();
    network = new ClassifierNetwork(config, parameters);
    nextToken = losses.languageModel() > 0 ? new NextTokenLoss(losses, parameters) : null;
    adversarial = new AdversarialLoss(losses, network, gradient);
  }

  @Override
  public void parametersChanged() {
    network.parametersChanged();
  }

  /**
   * Without dropout.
   *
   * @return logits (B, classes), a view that lives until the next call
   */
  public Matrix predict(LabelledBatch batch) {
    return network.predict(embedding.lookup(batch.tokens(), batch.tokens().length), batch);
  }

  /**
   * The pooled outputs of the layers, without dropout, before they are scaled.
   *
   * @return pooled rows (B, {@link ClassifierConfig#pooledSize}), a view that lives until the next
   *     call
   */
  public Matrix pooled(LabelledBatch batch) {
    return network.pooled(embedding.lookup(batch.tokens(), batch.tokens().length), batch);
  }

  /** How many of a batch's texts are classified correctly. */
  public int right(LabelledBatch batch) {
    Matrix logits = predict(batch);
    int right = 0;
    for (int b = 0; b < logits.rows; b++) {
      int best = 0;
      for (int j = 1; j < logits.columns; j++) {
        best = logits.get(b, j) > logits.get(b, best) ? j : best;
      }
      right += best == batch.classes()[b] ? 1 : 0;
    }
    return right;
  }

  /** After {@link #predict} with attention: weight of each step, (T,B). */
  public Matrix attention() {
    return network.attention();
  }

  @Override
  public double lossAndGradient(LabelledBatch batch, long seed) {
    if (config.auxiliary().perturbs()) {
      return perturbed(batch, seed);
    }
    Matrix logits = logits(batch, seed);
    double mean = weightedLoss(logits, batch);
    Matrix d = network.dOutputs(logits, batch);
    mean += addNextToken(batch, d);
    if (config.frozen()) {
      network.backwardFromData(d);
    } else {
      embed(network.dInput(d));
    }
    return mean;
  }

  /** The loss and the gradient with those of the perturbed texts. */
  private double perturbed(LabelledBatch batch, long seed) {
    AuxiliaryLosses losses = config.auxiliary();
    Matrix x = input(batch, seed);
    Matrix logits = network.logits(x, batch, seed);
    adversarial.keepProbabilities(logits);
    double mean = weightedLoss(logits, batch);
    Matrix d = network.dOutputs(logits, batch);
    mean += addNextToken(batch, d);
    Matrix dInput = network.dInput(d);
    if (losses.adversarial() > 0) {
      Matrix other = adversarial.along(x, dInput, batch);
      embed(dInput);
      mean += losses.adversarial() * perturbedLoss(other, batch, seed);
    } else {
      embed(dInput);
    }
    LabelledBatch more = batch.unlabelledTexts();
    if (losses.virtualAdversarial() > 0) {
      int texts = batch.batchSize() + (more == null ? 0 : more.batchSize());
      float share = losses.virtualAdversarial() / texts;
      mean += virtual(x, batch, seed, share);
      mean += more == null ? 0 : unlabelled(more, Seed.of(seed, texts), share);
    }
    return mean;
  }

  /** The loss of the labels at another input; adds the gradients of its weight times it. */
  private double perturbedLoss(Matrix x, LabelledBatch batch, long seed) {
    Matrix logits = network.logits(x, batch, seed);
    double mean = weightedLoss(logits, batch);
    float weight = config.auxiliary().adversarial();
    for (int b = 0; b < logits.rows; b++) {
      int at = logits.index(b);
      for (int j = at; j < at + logits.columns; j++) {
        logits.data[j] *= weight;
      }
    }
    embed(network.dInput(network.dOutputs(logits, batch)));
    return mean;
  }

  private double virtual(Matrix x, LabelledBatch batch, long seed, float share) {
    Matrix other = adversarial.mostDivergent(x, batch, seed);
    double divergence = adversarial.divergence(other, batch, seed, share);
    embed(adversarial.dInput());
    return divergence;
  }

  private double unlabelled(LabelledBatch texts, long seed, float share) {
    Matrix x = input(texts, seed);
    adversarial.keepProbabilities(network.logits(x, texts, seed));
    return virtual(x, texts, seed, share);
  }

  private double addNextToken(LabelledBatch batch, Matrix d) {
    return nextToken == null ? 0 : nextToken.add(network.outputs(), batch, d);
  }

  /** Logits with dropout, which makes rows of equal tokens differ. */
  private Matrix logits(LabelledBatch batch, long seed) {
    if (embeddingDropout.active()) {
      return network.logits(input(batch, seed), batch, seed);
    }
    DistinctRows x = embedding.lookup(thinned(batch, seed), batch.tokens().length);
    return network.logits(x, batch, seed);
  }

  /** The embedded tokens with dropout, (T*B,E). */
  private Matrix input(LabelledBatch batch, long seed) {
    Matrix x = embedding.forward(thinned(batch, seed), batch.tokens().length);
    return embeddingDropout.active()
        ? embeddingDropout.forward(x, batch.batchSize(), Seed.of(seed, EMBEDDING_MASK))
        : x;
  }

  /** The batch's tokens, a share of them unknown; the same seed takes the same. */
  private int[] thinned(LabelledBatch batch, long seed) {
    if (config.wordDropout() == 0) {
      return batch.tokens();
    }
    int count = batch.tokens().length;
    if (thinned.length < count) {
      thinned = new int[count];
    }
    int threshold = Math.round(config.wordDropout() * (1 << 16));
    long own = Seed.of(seed, WORD_MASK);
    long bits = 0;
    for (int i = 0; i < count; i++) {
      // Four tokens from each 64 bits.
      bits = (i & 3) == 0 ? Seed.bits(own, i >> 2) : bits >>> 16;
      thinned[i] = (bits & 0xFFFF) < threshold ? Vocabulary.UNKNOWN : batch.tokens()[i];
    }
    return thinned;
  }

  /** Adds the gradient of the last input to the embedding's, unless that is frozen. */
  private void embed(Matrix dInput) {
    if (config.frozen()) {
      return;
    }
    if (embeddingDropout.active()) {
      embeddingDropout.backward(dInput);
    }
    embedding.backward(dInput);
  }

  /** The mean over the texts of each one's weight times its loss; logits become the gradient. */
  private double weightedLoss(Matrix logits, LabelledBatch batch) {
    int n = batch.batchSize();
    int[] own = new int[1];
    double sum = 0;
    for (int b = 0; b < n; b++) {
      own[0] = batch.classes()[b];
      float weight = batch.weights()[b];
      sum += weight * loss.lossAndGradient(logits.rows(b, 1), own);
      int at = logits.index(b);
      for (int j = at; j < at + logits.columns; j++) {
        logits.data[j] *= weight / n;
      }
    }
    return sum / n;
  }

  @Override
  public double loss(LabelledBatch batch) {
    return weightedLoss(predict(batch), batch);
  }
}
