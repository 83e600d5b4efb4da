package dev.recurrent.predict;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.OptionalField;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.SequenceInput;
import dev.recurrent.train.SequenceModel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence model as {@code model.json} has it. Layers, losses and cells of your own are written
 * by their class names. Layers and losses have to be records for that, and a cell's sizes all that
 * it holds: see {@link #stored}.
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
   * The same after a model's file has held it: what is written has to come back.
   *
   * @throws IllegalArgumentException naming the cell, layer or loss that a file cannot hold, and
   *     why
   */
  public SequenceModelConfig stored() {
    byte[] written = Json.document(this);
    SequenceModelConfig back;
    try {
      back = JsonObject.read(written, "model.json").as(SequenceModelConfig.class);
    } catch (UnusableModelException e) {
      throw new IllegalArgumentException("the model cannot be stored: " + e.getMessage(), e);
    }
    if (!Arrays.equals(written, Json.document(back))) {
      throw new IllegalArgumentException(
          "the model cannot be stored: its file gives back "
              + back
              + ", expected "
              + this
              + "; a record's constructor must keep its components as they are");
    }
    return back;
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
