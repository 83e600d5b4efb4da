package dev.recurrent.train;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.math.Seed;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.layer.BoundInput;
import dev.recurrent.nn.layer.BoundLayer;
import dev.recurrent.nn.layer.BoundRecurrent;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.LayerShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A sequence model at work. Batches are independent: no state goes from one to the next. */
public final class BoundSequenceModel implements BoundModel<SequenceBatch> {
  private final SequenceModel model;
  private final BoundInput input;
  private final List<BoundLayer> layers = new ArrayList<>();
  private final List<BoundRecurrent> recurrent = new ArrayList<>();
  private final @Nullable EncoderState encoder;
  private final Loss reported;
  private final Scratch outputs = new Scratch();

  /** The first layer, where it can read each distinct token once; else null. */
  private final @Nullable BoundRecurrent first;

  BoundSequenceModel(
      SequenceModel model, Parameters parameters, @Nullable BoundSequenceModel encoder) {
    this.model = model;
    input = model.input().bind(parameters);
    LayerShape shape = model.input().output();
    List<String> names = model.names();
    for (int i = 0; i < names.size(); i++) {
      Layer layer = model.network().get(i);
      BoundLayer bound = layer.bind(shape, parameters.at(names.get(i) + "."));
      shape = layer.output(shape);
      layers.add(bound);
      if (bound instanceof BoundRecurrent one) {
        recurrent.add(one);
      }
    }
    boolean shares = input.isTokens() && !layers.isEmpty();
    first = shares && layers.get(0) instanceof BoundRecurrent one ? one : null;
    this.encoder = encoder == null ? null : new EncoderState(encoder, recurrent);
    reported = model.loss().reported();
  }

  SequenceModel model() {
    return model;
  }

  /** The recurrent layers, from the input up. */
  List<BoundRecurrent> recurrent() {
    return recurrent;
  }

  @Override
  public void parametersChanged() {
    layers.forEach(BoundLayer::parametersChanged);
    if (encoder != null) {
      encoder.parametersChanged();
    }
  }

  /** The first layer's outputs, or what it reads. */
  private Matrix bottom(SequenceBatch batch) {
    return first == null
        ? input.forward(batch.features(), batch.tokens())
        : first.forward(
            input.lookup(Objects.requireNonNull(batch.tokens(), "tokens")), batch.sequences());
  }

  /** The outputs without dropout: a view that lives until the next call. */
  Matrix forward(SequenceBatch batch) {
    if (encoder != null) {
      encoder.start(batch.source());
    }
    return walk(batch);
  }

  private Matrix walk(SequenceBatch batch) {
    Matrix x = bottom(batch);
    for (int i = first == null ? 0 : 1; i < layers.size(); i++) {
      x = layers.get(i).forward(x, batch.sequences());
    }
    return x;
  }

  /** As {@link #forward}, with dropout. */
  Matrix forwardTraining(SequenceBatch batch, long seed) {
    if (encoder != null) {
      encoder.startTraining(batch.source(), seed);
    }
    Matrix x = bottom(batch);
    for (int i = first == null ? 0 : 1; i < layers.size(); i++) {
      x = layers.get(i).forwardTraining(x, batch.sequences(), Seed.of(seed, i));
    }
    return x;
  }

  /** Adds all gradients; {@code dOutputs} may be overwritten. */
  void backward(Matrix dOutputs, SequenceBatch batch) {
    Matrix d = dOutputs;
    for (int i = layers.size() - 1; i >= 1; i--) {
      d = layers.get(i).backward(d);
    }
    if (layers.isEmpty()) {
      input.backward(d);
    } else if (input.isData()) {
      layers.get(0).backwardFromData(d);
    } else {
      input.backward(layers.get(0).backward(d));
    }
    if (encoder != null) {
      encoder.backward(batch.source());
    }
  }

  /** Outputs that may be overwritten. */
  private Matrix writable(Matrix y) {
    if (!layers.isEmpty() && !layers.get(layers.size() - 1).readsItsOutputs()) {
      return y;
    }
    Matrix copy = outputs.matrix(y.rows, y.columns);
    copy.copyFrom(y);
    return copy;
  }

  private static Matrix targets(SequenceBatch batch) {
    Matrix targets = batch.targetRows();
    if (targets == null) {
      throw new IllegalArgumentException(
          "the batch has no targets; leave it out of training and validation");
    }
    return targets;
  }

  @Override
  public double lossAndGradient(SequenceBatch batch, long seed) {
    Matrix y = writable(forwardTraining(batch, seed));
    double mean = model.loss().lossAndGradient(y, targets(batch), batch.weights());
    backward(y, batch);
    return mean;
  }

  @Override
  public double loss(SequenceBatch batch) {
    Matrix y = writable(forward(batch));
    return reported.lossAndGradient(y, targets(batch), batch.weights());
  }

  /**
   * Predictions: outputs without dropout, as probabilities where the loss is one of probabilities.
   *
   * @return (B,N), or (T*B,N) with a row for each step; a view that lives until the next call
   */
  public Matrix predict(SequenceBatch batch) {
    return predictions(writable(forward(batch)));
  }

  /**
   * As {@link #predict}, of one sequence that goes on from the state after the last call. The
   * encoder does not read again.
   *
   * @return (T,N); a view that lives until the next call
   * @throws IllegalArgumentException unless the model can go on: see {@link
   *     SequenceModel#requireContinuable}
   */
  public Matrix predictNext(Sequence steps) {
    model.requireContinuable();
    recurrent.forEach(BoundRecurrent::startFromFinalState);
    Matrix y = writable(walk(SequenceBatch.withoutSource(model, steps)));
    recurrent.forEach(BoundRecurrent::startFromZeros);
    return predictions(y);
  }

  private Matrix predictions(Matrix y) {
    for (int i = 0; i < y.rows; i++) {
      model.loss().predict(y.data, y.index(i), y.columns);
    }
    return y;
  }
}
