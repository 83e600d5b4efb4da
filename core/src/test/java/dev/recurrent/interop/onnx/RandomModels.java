package dev.recurrent.interop.onnx;

import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.testing.Numbers;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Small networks of all layers, and sequences for them. */
final class RandomModels {
  private final SplittableRandom random;

  RandomModels(long seed) {
    random = new SplittableRandom(seed);
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private int size() {
    return 1 + random.nextInt(5);
  }

  private SequenceModel input() {
    SequenceModel features = SequenceModel.input(size());
    int vocabulary = 2 + random.nextInt(6);
    return switch (random.nextInt(3)) {
      case 0 -> features;
      case 1 -> SequenceModel.embedding(vocabulary, size());
      default -> features.andEmbedding(vocabulary, size());
    };
  }

  private SequenceModel recurrent(SequenceModel model) {
    SequenceModel next = model.recurrent(one(CellType.values()), size());
    return random.nextBoolean() ? next.bidirectional() : next;
  }

  /** A network of one input. */
  SequenceModel network() {
    SequenceModel model = input();
    for (int i = random.nextInt(4); i > 0; i--) {
      model = random.nextInt(4) == 0 ? dense(model) : recurrent(model);
      model = random.nextInt(3) == 0 ? model.dropout(0.5f) : model;
    }
    model = random.nextInt(3) > 0 ? model.pool(one(Pooling.values())) : model;
    for (int i = random.nextInt(3); i > 0; i--) {
      model = dense(model);
    }
    return model.loss(loss());
  }

  private SequenceModel dense(SequenceModel model) {
    return model.dense(size(), one(Activation.values()));
  }

  private Loss loss() {
    return switch (random.nextInt(4)) {
      case 0 -> new BinaryCrossEntropy();
      case 1 -> new SoftmaxCrossEntropy();
      case 2 -> new AbsoluteError();
      default -> new SquaredError();
    };
  }

  /** A network that an encoder starts. */
  SequenceModel withEncoder() {
    SequenceModel source = input();
    SequenceModel target = input();
    int state = 0;
    boolean row = random.nextBoolean();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      CellType cell = one(CellType.values());
      int size = size();
      boolean both = random.nextBoolean();
      target = target.recurrent(cell, size);
      target = both ? target.bidirectional() : target;
      state += (cell == CellType.LSTM ? 2 : 1) * (both ? 2 : 1) * size;
      source = row ? recurrent(source) : source.recurrent(cell, size);
      source = both && !row ? source.bidirectional() : source;
    }
    if (row) {
      source = source.pool(one(Pooling.values())).dense(state, one(Activation.values()));
    } else if (random.nextBoolean()) {
      source = dense(source);
    }
    return dense(target).loss(loss()).initialStateFrom(source);
  }

  /** With random parameters. */
  SequencePredictor predictor(SequenceModel model) {
    return new SequencePredictor(
        model, Numbers.uniform(model.layout().size(), 0.7, random.nextLong()));
  }

  /** Sequences of different lengths. */
  List<Sequence> sequences(SequenceModel model) {
    List<Sequence> all = new ArrayList<>();
    for (int b = size(); b > 0; b--) {
      all.add(sequence(model, 1 + random.nextInt(6)));
    }
    return all;
  }

  private Sequence sequence(SequenceModel model, int steps) {
    int columns = model.input().features();
    float[] features = columns == 0 ? null : Numbers.uniform(steps * columns, 1, random.nextLong());
    int[] tokens =
        model.input().hasTokens()
            ? random.ints(steps, 0, model.input().vocabularySize()).toArray()
            : null;
    SequenceModel encoder = model.encoder();
    Sequence source = encoder == null ? null : sequence(encoder, 1 + random.nextInt(6));
    return new Sequence(steps, features, tokens, null, 1f, source);
  }
}
