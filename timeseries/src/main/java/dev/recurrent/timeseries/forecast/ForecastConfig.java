package dev.recurrent.timeseries.forecast;

import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.io.Serializable;

/**
 * Sizes and kinds of a forecasting network.
 *
 * @param window what it sees of a series
 * @param decoder whether a second recurrent stack walks the horizon, reading what is known of it;
 *     otherwise the last state gives all of the horizon at once
 * @param distribution a {@link Distribution}, or a head of your own
 */
public record ForecastConfig(
    WindowConfig window,
    CellFactory cell,
    int hiddenSize,
    int layers,
    float dropout,
    boolean decoder,
    Head distribution)
    implements Serializable {
  /** The same network over other windows. */
  public ForecastConfig withWindow(WindowConfig other) {
    return new ForecastConfig(other, cell, hiddenSize, layers, dropout, decoder, distribution);
  }

  /** The encoder's sizes. */
  public RecurrentConfig encoder() {
    return recurrent(window.encoderInputs());
  }

  /** The decoder's; its states begin as the encoder's end. */
  public RecurrentConfig decoderSizes() {
    return recurrent(window.decoderInputs());
  }

  private RecurrentConfig recurrent(int inputs) {
    return RecurrentConfig.of(cell, inputs, hiddenSize, layers)
        .withDropout(dropout, Dropout.Kind.EACH_STEP);
  }

  /** Columns of the output layer: of one step with a decoder, of all steps without. */
  public int outputs() {
    return distribution.parameters() * (decoder ? 1 : window.horizon());
  }
}
