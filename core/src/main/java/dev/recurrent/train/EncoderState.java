package dev.recurrent.train;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.math.Seed;
import dev.recurrent.nn.layer.BoundRecurrent;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.Recurrent;
import java.util.List;

/** An encoder at work: its final state starts another model's recurrent layers. */
final class EncoderState {
  /** Names the encoder's share of a step's randomness; layers have the numbers from 0. */
  private static final long PURPOSE = -1;

  private final BoundSequenceModel encoder;
  private final List<BoundRecurrent> started;
  private final boolean eachStep;
  private final int columns;
  private final Scratch gradient = new Scratch();

  EncoderState(BoundSequenceModel encoder, List<BoundRecurrent> started) {
    this.encoder = encoder;
    this.started = started;
    eachStep = encoder.model().output().eachStep();
    columns = encoder.model().output().columns();
  }

  /**
   * @throws IllegalArgumentException unless the encoder's state is one of these layers
   */
  static void requireFit(SequenceModel encoder, List<Layer> network) {
    List<Recurrent> decoders = recurrent(network);
    int size = decoders.stream().mapToInt(Recurrent::stateSize).sum();
    if (decoders.isEmpty()) {
      throw new IllegalArgumentException("no recurrent layer that the encoder could start");
    }
    if (!encoder.output().eachStep()) {
      if (encoder.output().columns() != size) {
        throw new IllegalArgumentException(
            "the encoder gives a row of "
                + encoder.output().columns()
                + " for each sequence, expected "
                + size
                + " (the states of all recurrent layers)");
      }
      return;
    }
    List<Recurrent> encoders = recurrent(encoder.network());
    boolean fits = encoders.size() == decoders.size();
    for (int i = 0; fits && i < encoders.size(); i++) {
      fits =
          encoders.get(i).stateSize() == decoders.get(i).stateSize()
              && encoders.get(i).directions() == decoders.get(i).directions();
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "the encoder's recurrent layers are "
              + describe(encoders)
              + ", expected states as of "
              + describe(decoders)
              + "; where they differ, give the encoder pool(Pooling.LAST) and dense("
              + size
              + "), whose row is the states");
    }
  }

  private static List<Recurrent> recurrent(List<Layer> network) {
    return network.stream().filter(Recurrent.class::isInstance).map(Recurrent.class::cast).toList();
  }

  private static List<String> describe(List<Recurrent> layers) {
    return layers.stream().map(layer -> layer.type() + " " + layer.hiddenSize()).toList();
  }

  void parametersChanged() {
    encoder.parametersChanged();
  }

  /** Reads the source; the layers will start from the encoder's state. */
  void start(SequenceBatch source) {
    start(encoder.forward(source));
  }

  void startTraining(SequenceBatch source, long seed) {
    start(encoder.forwardTraining(source, Seed.of(seed, PURPOSE)));
  }

  private void start(Matrix output) {
    int from = 0;
    for (int i = 0; i < started.size(); i++) {
      BoundRecurrent layer = started.get(i);
      if (eachStep) {
        layer.startFrom(encoder.recurrent().get(i).finalState());
      } else {
        layer.startFrom(output.columns(from, layer.stateSize()));
        from += layer.stateSize();
      }
    }
  }

  /** Adds the encoder's gradients, after the layers' own backward pass. */
  void backward(SequenceBatch source) {
    int batch = source.sequences().batchSize();
    Matrix d = gradient.matrix(eachStep ? source.sequences().rows() : batch, columns);
    d.fill(0f);
    int from = 0;
    for (int i = 0; i < started.size(); i++) {
      BoundRecurrent layer = started.get(i);
      if (eachStep) {
        encoder.recurrent().get(i).setFinalGradient(layer.dInitial());
      } else {
        d.columns(from, layer.stateSize()).copyFrom(layer.dInitial());
        from += layer.stateSize();
      }
    }
    encoder.backward(d, source);
  }
}
