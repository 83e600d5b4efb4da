package dev.recurrent.interop.dl4j;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.cell.CellType;

/** What a recurrent layer of DL4J computes in a step. */
record RecurrentUnit(CellType cell, LayerWeights.Kind kind) {
  /**
   * @throws UnusableModelException if no cell here computes it
   */
  static RecurrentUnit of(Dl4jConfig layer, boolean lossy) {
    if (!lossy) {
      layer.requireOnly(Dl4jNames.OF_TRAINING, Dl4jNames.OF_OUTPUTS);
    }
    if (layer.flag("hasLayerNorm", false)) {
      throw layer.refusal("has layer normalisation, which no cell here has");
    }
    String activation = activation(layer, "activationFn");
    String name = layer.className(Dl4jNames.LAYERS);
    switch (name) {
      case Dl4jNames.SIMPLE_RNN:
        if (activation.equals(Dl4jNames.RELU)) {
          return new RecurrentUnit(CellType.RNN_RELU, LayerWeights.Kind.RNN);
        }
        requireEqual(layer, activation, Dl4jNames.TANH, lossy);
        return new RecurrentUnit(CellType.RNN, LayerWeights.Kind.RNN);
      case Dl4jNames.LSTM, Dl4jNames.GRAVES_LSTM:
        requireEqual(layer, activation, Dl4jNames.TANH, lossy);
        requireEqual(layer, activation(layer, "gateActivationFn"), Dl4jNames.SIGMOID, lossy);
        boolean plain = name.equals(Dl4jNames.LSTM);
        return new RecurrentUnit(
            CellType.LSTM, plain ? LayerWeights.Kind.LSTM : LayerWeights.Kind.PEEPHOLE_LSTM);
      default:
        throw layer.refusal(
            "has "
                + Dl4jConfig.shown(name)
                + " inside, expected SimpleRnn, LSTM or GravesLSTM, or LastTimeStep around one");
    }
  }

  private static String activation(Dl4jConfig layer, String field) {
    return layer.object(field).className(Dl4jNames.ACTIVATIONS);
  }

  private static void requireEqual(
      Dl4jConfig layer, String activation, String expected, boolean lossy) {
    if (!lossy && !activation.equals(expected)) {
      throw layer.refusal(
          "applies "
              + Dl4jConfig.shown(activation)
              + ", expected "
              + expected
              + "; pass --lossy to read it so");
    }
  }
}
