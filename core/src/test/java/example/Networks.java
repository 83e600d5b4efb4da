package example;

import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.train.SequenceModel;

/** Networks that docs/extending.md shows. */
final class Networks {
  private Networks() {}

  /** A hundred numbers in, one number out: Keras counts 30,651 parameters. */
  static SequenceModel manyToOne() {
    return SequenceModel.input(1)
        .recurrent(CellType.LSTM, 50)
        .recurrent(CellType.LSTM, 50)
        .pool(Pooling.LAST)
        .dense(1);
  }

  /** A token in, the probabilities of a hundred tokens out, at each step. */
  static SequenceModel manyToMany() {
    return SequenceModel.embedding(100, 32)
        .recurrent(CellType.LSTM, 128)
        .dense(100)
        .loss(new SoftmaxCrossEntropy());
  }

  /** Twelve numbers start a sequence of tokens; a step reads the token before. */
  static SequenceModel oneToMany() {
    SequenceModel start = SequenceModel.input(12).pool(Pooling.LAST).dense(128, Activation.TANH);
    return SequenceModel.embedding(100, 32)
        .recurrent(CellType.GRU, 128)
        .dense(100)
        .loss(new SoftmaxCrossEntropy())
        .initialStateFrom(start);
  }

  /** An encoder of 128 units whose final state starts a decoder of 128 units. */
  static SequenceModel encoderAndDecoder() {
    SequenceModel encoder = SequenceModel.input(100).recurrent(CellType.LSTM, 128);
    return SequenceModel.input(100)
        .recurrent(CellType.LSTM, 128)
        .dense(100)
        .loss(new SoftmaxCrossEntropy())
        .initialStateFrom(encoder);
  }

  /** Numbers and a token at each step, a cell of one's own, a question of yes or no. */
  static SequenceModel churn() {
    return SequenceModel.input(12)
        .andEmbedding(40, 8)
        .recurrent(CellType.GRU, 32)
        .bidirectional()
        .dropout(0.2f)
        .recurrent(PeepholeLstm::new, 16)
        .pool(Pooling.MEAN)
        .dense(1)
        .loss(new BinaryCrossEntropy());
  }
}
