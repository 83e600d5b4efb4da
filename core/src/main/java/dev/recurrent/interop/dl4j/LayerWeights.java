package dev.recurrent.interop.dl4j;

import dev.recurrent.format.UnusableModelException;
import java.util.List;

/**
 * The weights of one layer in one direction. DL4J has W (inputs, outputs), RW (outputs, outputs)
 * and b one after the other, each column by column. Here the same weights are (outputs, inputs) row
 * by row, so that most keep their order.
 *
 * <p>DL4J's LSTM has its gates as [candidate | forget | output | input], which it calls IFOG; here
 * they are [input | forget | candidate | output]. Source: LSTMHelpers of DL4J 1.0.0-M2.
 *
 * @param kind of layer
 * @param inputs columns that it reads, or V
 * @param outputs columns that it gives: H, N or E
 * @param biased whether DL4J has a bias; zeros here if not
 * @param place the layer, for messages
 */
record LayerWeights(Kind kind, int inputs, int outputs, boolean biased, String place) {
  /** Kinds of layers, by what their weights are. */
  enum Kind {
    EMBEDDING(1),
    DENSE(1),
    RNN(1),
    LSTM(4),
    /** An LSTM whose gates read the cell's state too, by three weights a unit. */
    PEEPHOLE_LSTM(4);

    private final int gates;

    Kind(int gates) {
      this.gates = gates;
    }

    boolean recurrent() {
      return ordinal() >= RNN.ordinal();
    }
  }

  /** For each of our gates, in order, the place of the same gate in DL4J. */
  private static final int[] GATES = {3, 1, 0, 2};

  private static final int PEEPHOLES = 3;

  private long input() {
    return Math.multiplyExact((long) inputs * outputs, (long) kind.gates);
  }

  private long state() {
    return kind.recurrent() ? Math.multiplyExact((long) outputs * outputs, (long) kind.gates) : 0;
  }

  private long peepholes() {
    return kind == Kind.PEEPHOLE_LSTM ? (long) PEEPHOLES * outputs : 0;
  }

  private long bias() {
    return (long) outputs * kind.gates;
  }

  /**
   * Numbers in DL4J.
   *
   * @throws ArithmeticException for more than 2^63
   */
  long coefficients() {
    return Math.addExact(Math.addExact(input(), state()), peepholes() + (biased ? bias() : 0));
  }

  /** Numbers here. */
  long parameters() {
    return input() + state() + (kind == Kind.EMBEDDING ? 0 : bias());
  }

  /**
   * Copies DL4J's numbers to ours.
   *
   * @throws UnusableModelException if a peephole is not zero, unless lossy
   */
  void read(float[] theirs, int from, float[] ours, int to, boolean lossy) {
    int input = (int) input();
    int state = (int) state();
    int peepholes = (int) peepholes();
    if (kind == Kind.EMBEDDING) {
      readEmbedding(theirs, from, ours, to);
      return;
    }
    gates(theirs, from, ours, to, inputs, true);
    gates(theirs, from + input, ours, to + input, state / bias(), true);
    for (int i = 0; i < peepholes && !lossy; i++) {
      if (theirs[from + input + state + i] != 0) {
        throw new UnusableModelException(
            place
                + " has peepholes that are not zero, which no LSTM here has; pass --lossy to leave"
                + " them out");
      }
    }
    if (biased) {
      gates(theirs, from + input + state + peepholes, ours, to + input + state, 1, true);
    }
  }

  private void readEmbedding(float[] theirs, int from, float[] ours, int to) {
    int bias = from + inputs * outputs;
    for (int v = 0; v < inputs; v++) {
      for (int e = 0; e < outputs; e++) {
        float value = theirs[from + e * inputs + v];
        ours[to + v * outputs + e] = biased ? value + theirs[bias + e] : value;
      }
    }
  }

  /**
   * All parameters of a model of such layers.
   *
   * @param size of the model's layout
   * @param where the file's name, for messages
   * @throws UnusableModelException if there are more or fewer coefficients, or one is not finite
   */
  static float[] parameters(
      List<LayerWeights> layers, float[] coefficients, int size, String where, boolean lossy) {
    long expected = layers.stream().mapToLong(LayerWeights::coefficients).sum();
    if (coefficients.length != expected) {
      throw new UnusableModelException(
          where + " has " + coefficients.length + " coefficients, expected " + expected);
    }
    for (float value : coefficients) {
      if (!Float.isFinite(value)) {
        throw new UnusableModelException(where + " has a coefficient that is not finite");
      }
    }
    float[] ours = new float[size];
    int from = 0;
    int to = 0;
    for (LayerWeights layer : layers) {
      layer.read(coefficients, from, ours, to, lossy);
      from += (int) layer.coefficients();
      to += (int) layer.parameters();
    }
    return ours;
  }

  /** All coefficients of layers that have the parameters of a model's layout. */
  static float[] coefficients(List<LayerWeights> layers, float[] parameters) {
    long size = layers.stream().mapToLong(LayerWeights::coefficients).sum();
    float[] theirs = new float[Math.toIntExact(size)];
    int from = 0;
    int to = 0;
    for (LayerWeights layer : layers) {
      layer.write(parameters, from, theirs, to);
      from += (int) layer.parameters();
      to += (int) layer.coefficients();
    }
    return theirs;
  }

  private void write(float[] ours, int from, float[] theirs, int to) {
    int input = (int) input();
    int state = (int) state();
    if (kind == Kind.EMBEDDING) {
      for (int v = 0; v < inputs; v++) {
        for (int e = 0; e < outputs; e++) {
          theirs[to + e * inputs + v] = ours[from + v * outputs + e];
        }
      }
      return;
    }
    gates(theirs, to, ours, from, inputs, false);
    gates(theirs, to + input, ours, from + input, state / bias(), false);
    gates(theirs, to + input + state, ours, from + input + state, 1, false);
  }

  /** Moves blocks of {@code columns} for each output of each gate, from theirs or to theirs. */
  private void gates(
      float[] theirs, int their, float[] ours, int our, long columns, boolean reading) {
    int block = (int) (columns * outputs);
    for (int gate = 0; gate < kind.gates; gate++) {
      int theirAt = their + (kind.gates == 1 ? 0 : GATES[gate]) * block;
      int ourAt = our + gate * block;
      if (reading) {
        System.arraycopy(theirs, theirAt, ours, ourAt, block);
      } else {
        System.arraycopy(ours, ourAt, theirs, theirAt, block);
      }
    }
  }
}
