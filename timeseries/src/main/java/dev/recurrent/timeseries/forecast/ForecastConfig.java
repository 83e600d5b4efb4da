package dev.recurrent.timeseries.forecast;

import dev.recurrent.format.OptionalField;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.io.Serializable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sizes and kinds of a forecasting network.
 *
 * @param window what it sees of a series
 * @param decoder whether a second recurrent stack walks the horizon, reading what is known of it;
 *     otherwise the last state gives all of the horizon at once
 * @param distribution a {@link Distribution}, or a head of your own
 * @param segmentLength values that a recurrent step reads and that one step of the horizon gives,
 *     see {@link SegmentPass}; null for networks that read value by value
 */
public record ForecastConfig(
    WindowConfig window,
    CellFactory cell,
    int hiddenSize,
    int layers,
    float dropout,
    boolean decoder,
    Head distribution,
    @OptionalField @Nullable Integer segmentLength)
    implements Serializable {
  /**
   * @throws IllegalArgumentException for segments that cannot be
   */
  public ForecastConfig {
    if (segmentLength != null) {
      requireSegments(window, decoder, segmentLength);
    }
  }

  /** A network that reads value by value. */
  public ForecastConfig(
      WindowConfig window,
      CellFactory cell,
      int hiddenSize,
      int layers,
      float dropout,
      boolean decoder,
      Head distribution) {
    this(window, cell, hiddenSize, layers, dropout, decoder, distribution, null);
  }

  private static void requireSegments(WindowConfig window, boolean decoder, int length) {
    if (length < 1 || length > window.contextLength()) {
      throw new IllegalArgumentException(
          "segment length is "
              + length
              + ", expected 1 to the context length of "
              + window.contextLength());
    }
    if (decoder || window.feedback()) {
      throw new IllegalArgumentException(
          "segment length is "
              + length
              + " in a network that goes through the horizon value by value");
    }
  }

  /** The same network over other windows. */
  public ForecastConfig withWindow(WindowConfig other) {
    return new ForecastConfig(
        other, cell, hiddenSize, layers, dropout, decoder, distribution, segmentLength);
  }

  /** The encoder's sizes. */
  public RecurrentConfig encoder() {
    return recurrent(
        segmentLength == null ? window.encoderInputs() + vectors(category -> true) : hiddenSize);
  }

  /** Recurrent steps of the encoder: the context's values, or its segments. */
  public int contextSteps() {
    return steps(window.contextLength());
  }

  /** Steps that the horizon is computed in: its values, or its segments. */
  public int horizonSteps() {
    return steps(window.horizon());
  }

  private int steps(int values) {
    return segmentLength == null ? values : (values + segmentLength - 1) / segmentLength;
  }

  /** The decoder's; its states begin as the encoder's end. */
  public RecurrentConfig decoderSizes() {
    return recurrent(window.decoderInputs() + vectors(Category::known));
  }

  /** Columns of the vectors of some categories together. */
  int vectors(Predicate<Category> which) {
    return window.categories().stream().filter(which).mapToInt(Category::size).sum();
  }

  private RecurrentConfig recurrent(int inputs) {
    return RecurrentConfig.of(cell, inputs, hiddenSize, layers)
        .withDropout(dropout, Dropout.Kind.EACH_STEP);
  }

  /** Columns of the output layer: of one step with a decoder, of a segment, or of all steps. */
  public int outputs() {
    if (segmentLength != null) {
      return distribution.parameters() * segmentLength;
    }
    return distribution.parameters() * (decoder ? 1 : window.horizon());
  }
}
