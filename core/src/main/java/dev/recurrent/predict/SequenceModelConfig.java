package dev.recurrent.predict;

import dev.recurrent.format.OptionalField;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.SequenceInput;
import dev.recurrent.train.SequenceModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence model as {@code model.json} has it. Layers, losses and cells of your own are written
 * by their class names; layers and losses have to be records for that.
 */
public record SequenceModelConfig(
    SequenceInput input,
    List<Layer> layers,
    Loss loss,
    @OptionalField @Nullable SequenceModelConfig encoder) {
  /** Of a model. */
  public static SequenceModelConfig of(SequenceModel model) {
    SequenceModel encoder = model.encoder();
    return new SequenceModelConfig(
        model.input(), model.network(), model.loss(), encoder == null ? null : of(encoder));
  }

  /**
   * The model.
   *
   * @throws IllegalArgumentException if the layers do not fit
   */
  public SequenceModel model() {
    return new SequenceModel(input, layers, loss, encoder == null ? null : encoder.model());
  }
}
