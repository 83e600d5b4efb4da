package dev.recurrent.interop.dl4j;

import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.LstmCell;
import dev.recurrent.nn.cell.RnnCell;
import dev.recurrent.nn.layer.Recurrent;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a recurrent layer in one direction.
 *
 * @param kind of its weights
 */
record UnitConfig(LayerWeights.Kind kind, LayerConfig unit) {
  /** Null for a cell that DL4J does not have. */
  static @Nullable UnitConfig of(Recurrent layer, String name, int inputs) {
    Cell cell = layer.cell().cell(1, layer.hiddenSize());
    LayerWeights.Kind kind;
    LayerConfig unit;
    if (cell instanceof LstmCell) {
      kind = LayerWeights.Kind.LSTM;
      unit =
          LayerConfig.weighted(Dl4jNames.LSTM, name, inputs, layer.hiddenSize())
              .activation(Dl4jNames.TANH)
              .activation("gateActivationFn", Dl4jNames.SIGMOID)
              .with("forgetGateBiasInit", 1.0)
              .with("helperAllowFallback", true);
    } else if (cell instanceof RnnCell rnn) {
      kind = LayerWeights.Kind.RNN;
      boolean relu = rnn.activation() == RnnCell.Activation.RELU;
      unit =
          LayerConfig.weighted(Dl4jNames.SIMPLE_RNN, name, inputs, layer.hiddenSize())
              .activation(relu ? Dl4jNames.RELU : Dl4jNames.TANH)
              .with("hasLayerNorm", false);
    } else {
      return null;
    }
    unit.with("rnnDataFormat", LayerConfig.FORMAT).with("weightInitFnRecurrent", null);
    return new UnitConfig(kind, unit);
  }
}
