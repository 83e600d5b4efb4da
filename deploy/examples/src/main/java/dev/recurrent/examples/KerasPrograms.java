package dev.recurrent.examples;

import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.train.ModelSummary;
import dev.recurrent.train.SequenceModel;

/** Three programs that every Keras user knows, line by line, and their summaries. */
public final class KerasPrograms {
  private KerasPrograms() {}

  /**
   * {@code Sequential([LSTM(50, return_sequences=True, input_shape=(100, 1)), LSTM(50),
   * Dense(1)])}: many to one.
   */
  public static SequenceModel stacked() {
    return SequenceModel.input(1)
        .recurrent(CellType.LSTM, 50)
        .recurrent(CellType.LSTM, 50)
        .pool(Pooling.LAST)
        .dense(1);
  }

  /**
   * {@code LSTM(128, return_state=True)} on 100 features, whose state is the {@code initial_state}
   * of the decoder {@code LSTM(128, return_sequences=True)} on 100 features: sequence to sequence.
   */
  public static SequenceModel encoderAndDecoder() {
    SequenceModel encoder = SequenceModel.input(100).recurrent(CellType.LSTM, 128);
    return decoder().initialStateFrom(encoder);
  }

  /** The decoder alone, with {@code Dense(100, activation="softmax")}: many to many. */
  public static SequenceModel decoder() {
    return SequenceModel.input(100)
        .recurrent(CellType.LSTM, 128)
        .dense(100)
        .loss(new SoftmaxCrossEntropy());
  }

  public static void main(String[] args) {
    System.out.println(ModelSummary.table("stacked", stacked().layers()));
    System.out.println(ModelSummary.table("encoder and decoder", encoderAndDecoder().layers()));
    System.out.println(ModelSummary.table("decoder", decoder().layers()));
  }
}
