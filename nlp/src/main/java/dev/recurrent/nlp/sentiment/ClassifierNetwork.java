package dev.recurrent.nlp.sentiment;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Seed;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.Scaling;
import dev.recurrent.nn.SequencePooling;
import dev.recurrent.nn.recurrent.RecurrentStack;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of a classifier above the embedding: recurrent layers, pooling, output. */
final class ClassifierNetwork {
  private static final long LAYER_MASKS = 302;
  private static final long POOLED_MASK = 303;

  private final RecurrentStack stack;
  private final SequencePooling pooling;
  private final @Nullable Scaling scaling;
  private final Dropout pooledDropout;
  private final Dense output;
  private boolean packed;
  private @Nullable Matrix outputs;

  ClassifierNetwork(ClassifierConfig config, Parameters parameters) {
    stack = new RecurrentStack(config.recurrent(), parameters.at(ClassifierModel.RECURRENT));
    pooling =
        new SequencePooling(
            config.pooling(),
            config.recurrent().directions(),
            parameters.at(ClassifierModel.POOLING));
    scaling = config.scaling() ? new Scaling(parameters.at(ClassifierModel.SCALING)) : null;
    pooledDropout = new Dropout(config.dropout(), Dropout.Kind.EACH_STEP);
    output = new Dense(parameters.at(ClassifierModel.OUTPUT));
  }

  void parametersChanged() {
    packed = false;
  }

  private void pack() {
    if (!packed) {
      stack.pack();
      packed = true;
    }
  }

  /** Logits (B, classes) without dropout, a view until the next call. */
  Matrix predict(DistinctRows x, LabelledBatch batch) {
    return output.forward(scaled(pooled(x, batch)));
  }

  /** The pooled rows (B, N) without dropout, before they are scaled; a view until the next call. */
  Matrix pooled(DistinctRows x, LabelledBatch batch) {
    pack();
    Matrix y = stack.forward(x, batch.batchSize(), batch.lengths(), null);
    return pooling.forward(y, batch.lengths());
  }

  private Matrix scaled(Matrix pooled) {
    return scaling == null ? pooled : scaling.forward(pooled);
  }

  /** Logits (B, classes) with dropout, a view until the next call; equal seeds have equal masks. */
  Matrix logits(DistinctRows x, LabelledBatch batch, long seed) {
    pack();
    long masks = Seed.of(seed, LAYER_MASKS);
    return above(
        stack.forwardTraining(x, batch.batchSize(), batch.lengths(), null, masks), batch, seed);
  }

  /** As above, for an input (T*B,E), which {@link #dInput} reads again. */
  Matrix logits(Matrix x, LabelledBatch batch, long seed) {
    pack();
    long masks = Seed.of(seed, LAYER_MASKS);
    return above(
        stack.forwardTraining(x, batch.batchSize(), batch.lengths(), null, masks), batch, seed);
  }

  private Matrix above(Matrix y, LabelledBatch batch, long seed) {
    outputs = y;
    Matrix pooled = scaled(pooling.forward(y, batch.lengths()));
    if (pooledDropout.active()) {
      pooled = pooledDropout.forward(pooled, batch.batchSize(), Seed.of(seed, POOLED_MASK));
    }
    return output.forward(pooled);
  }

  /** The top layer's outputs (T*B,N) of the last logits with dropout. */
  Matrix outputs() {
    return Objects.requireNonNull(outputs, "outputs before logits");
  }

  /** Adds the gradients of output and pooling; returns that of {@link #outputs}. */
  Matrix dOutputs(Matrix dLogits, LabelledBatch batch) {
    Matrix d = output.backward(dLogits);
    if (pooledDropout.active()) {
      pooledDropout.backward(d);
    }
    if (scaling != null) {
      scaling.backward(d);
    }
    return pooling.backward(d, batch.steps(), outputs().columns);
  }

  /** Adds the gradients of the recurrent layers; returns that of the input. */
  Matrix dInput(Matrix dOutputs) {
    return stack.backward(dOutputs, null);
  }

  /** As {@link #dInput}, where nobody needs the input's gradient. */
  void backwardFromData(Matrix dOutputs) {
    stack.backwardFromData(dOutputs, null);
  }

  /** After {@link #predict} with attention: weight of each step, (T,B). */
  Matrix attention() {
    return pooling.weights();
  }
}
