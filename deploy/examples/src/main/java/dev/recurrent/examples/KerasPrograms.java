package dev.recurrent.examples;

import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.NextStep;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.ModelSummary;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.util.List;

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

  /** {@code LSTM(128, return_state=True)}, whose state is the decoder's {@code initial_state}. */
  public static SequenceModel encoderAndDecoder() {
    return decoder().initialStateFrom(SequenceModel.input(100).recurrent(CellType.LSTM, 128));
  }

  /** The decoder alone, with {@code Dense(100, activation="softmax")}: many to many. */
  public static SequenceModel decoder() {
    return SequenceModel.input(100)
        .recurrent(CellType.LSTM, 128)
        .dense(100)
        .loss(new SoftmaxCrossEntropy());
  }

  /** Decodes step by step: each step reads the likeliest class of the step before, one-hot. */
  public static float[][] decode(SequencePredictor predictor, Sequence source, int length) {
    return predictor.generate(
        Sequence.of(new float[100]).withSource(source),
        length,
        NextStep.likeliestOneHot(NextStep.NO_END));
  }

  public static void main(String[] args) {
    for (SequenceModel model : List.of(stacked(), encoderAndDecoder(), decoder())) {
      System.out.println(ModelSummary.table(model.kind(), model.layers()));
    }
  }
}
