package dev.recurrent.spark.dl4j;

import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.layer.MergeDirections;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of random sizes, in our words and in DL4J's. */
final class RandomNetworks {
  private static final CellType[] CELLS = {CellType.RNN, CellType.RNN_RELU, CellType.LSTM};
  private static final Pooling[] POOLINGS = {Pooling.MEAN, Pooling.MAX};

  private final SplittableRandom random;

  RandomNetworks(long seed) {
    random = new SplittableRandom(seed);
  }

  private <T> T one(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private int size() {
    return 1 + random.nextInt(5);
  }

  /** A network of ours that DL4J can have. */
  SequencePredictor ours() {
    SequenceModel model =
        random.nextBoolean()
            ? SequenceModel.input(size())
            : SequenceModel.embedding(2 + size(), size());
    boolean pooled = random.nextBoolean();
    int layers = 1 + random.nextInt(3);
    for (int i = 0; i < layers; i++) {
      boolean dense = random.nextInt(4) == 0 && i < layers - 1;
      model = dense ? model.dense(size(), one(Activation.values())) : recurrent(model);
      if (i < layers - 1 && random.nextInt(3) == 0) {
        model = model.dropout(0.25f);
      }
    }
    if (pooled) {
      model = pooled(model);
    }
    if (random.nextBoolean()) {
      model = model.dense(size(), one(Activation.values()));
    }
    Loss loss = loss();
    boolean own = loss instanceof SoftmaxCrossEntropy || loss instanceof BinaryCrossEntropy;
    model = model.dense(size(), own ? Activation.LINEAR : one(Activation.values())).loss(loss);
    return new SequencePredictor(model, numbers(model.layout().size()));
  }

  private SequenceModel recurrent(SequenceModel model) {
    SequenceModel next = model.recurrent(one(CELLS), size());
    if (random.nextBoolean()) {
      return next;
    }
    SequenceModel both = next.bidirectional();
    return random.nextBoolean()
        ? both
        : both.layer(new MergeDirections(one(MergeDirections.Mode.values())));
  }

  private SequenceModel pooled(SequenceModel model) {
    if (random.nextBoolean()) {
      return model.pool(one(POOLINGS));
    }
    SequenceModel last = model.pool(Pooling.LAST);
    boolean both = last.network().get(last.network().size() - 2).name().equals("merge");
    return both || last.output().columns() % 2 != 0 || model.output().directions() == 1
        ? last
        : last.layer(new MergeDirections(one(MergeDirections.Mode.values())));
  }

  private Loss loss() {
    return switch (random.nextInt(4)) {
      case 0 -> new BinaryCrossEntropy();
      case 1 -> new SoftmaxCrossEntropy();
      case 2 -> new AbsoluteError();
      default -> new SquaredError();
    };
  }

  float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextDouble(-0.7, 0.7);
    }
    return numbers;
  }

  /** A network of DL4J's own, built and initialised by it. */
  MultiLayerNetwork theirs() {
    NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().seed(1).list();
    int width = 1 + size();
    if (random.nextBoolean()) {
      int to = size();
      list.layer(
          new EmbeddingSequenceLayer.Builder()
              .nIn(width)
              .nOut(to)
              .hasBias(random.nextBoolean())
              .build());
      width = to;
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      int to = size();
      boolean both = random.nextBoolean();
      BaseRecurrentLayer layer = layer(width, to);
      list.layer(both ? new Bidirectional(one(Bidirectional.Mode.values()), layer) : layer);
      width = to;
      if (both
          && ((Bidirectional) list.getLayerwise().get(list.getLayerwise().size() - 1).getLayer())
                  .getMode()
              == Bidirectional.Mode.CONCAT) {
        width = 2 * to;
      }
    }
    return network(list, width);
  }

  private MultiLayerNetwork network(NeuralNetConfiguration.ListBuilder list, int width) {
    int to = size();
    LossFunction loss = random.nextBoolean() ? LossFunction.MCXENT : LossFunction.XENT;
    org.nd4j.linalg.activations.Activation activation =
        loss == LossFunction.MCXENT
            ? org.nd4j.linalg.activations.Activation.SOFTMAX
            : org.nd4j.linalg.activations.Activation.SIGMOID;
    switch (random.nextInt(3)) {
      case 0 ->
          list.layer(layer(width, to))
              .layer(
                  new RnnOutputLayer.Builder(loss).nIn(to).nOut(3).activation(activation).build());
      case 1 ->
          list.layer(layer(width, to))
              .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
              .layer(new OutputLayer.Builder(loss).nIn(to).nOut(2).activation(activation).build());
      default ->
          list.layer(new LastTimeStep(layer(width, to)))
              .layer(
                  new DenseLayer.Builder()
                      .nIn(to)
                      .nOut(4)
                      .hasBias(random.nextBoolean())
                      .activation(org.nd4j.linalg.activations.Activation.RELU)
                      .build())
              .layer(new OutputLayer.Builder(loss).nIn(4).nOut(2).activation(activation).build());
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    network.setParams(Nd4j.createFromArray(numbers((int) network.numParams())).reshape(1, -1));
    for (int i = 0; i < network.getnLayers(); i++) {
      withoutPeepholes(network.getLayer(i));
    }
    return network;
  }

  private BaseRecurrentLayer layer(int from, int to) {
    org.nd4j.linalg.activations.Activation tanh = org.nd4j.linalg.activations.Activation.TANH;
    return switch (random.nextInt(3)) {
      case 0 -> new LSTM.Builder().nIn(from).nOut(to).activation(tanh).build();
      case 1 -> new SimpleRnn.Builder().nIn(from).nOut(to).activation(tanh).build();
      default -> gravesLstm(from, to);
    };
  }

  @SuppressWarnings("deprecation") // networks of old have it
  static BaseRecurrentLayer gravesLstm(int from, int to) {
    return new GravesLSTM.Builder()
        .nIn(from)
        .nOut(to)
        .activation(org.nd4j.linalg.activations.Activation.TANH)
        .build();
  }

  /** Sets the three columns behind the recurrent weights to zero. */
  private static void withoutPeepholes(org.deeplearning4j.nn.api.Layer layer) {
    layer
        .paramTable()
        .forEach(
            (name, weight) -> {
              long units = weight.size(0);
              if (name.endsWith("RW") && weight.size(1) == 4 * units + 3) {
                for (int i = 0; i < 3; i++) {
                  weight.putColumn((int) (4 * units + i), Nd4j.zeros(units));
                }
              }
            });
  }

  /** Sequences of equal length that a model reads. */
  List<Sequence> sequences(SequenceModel model) {
    int steps = size();
    List<Sequence> all = new ArrayList<>();
    for (int b = size(); b > 0; b--) {
      int columns = model.input().features();
      float[] features = columns == 0 ? null : numbers(steps * columns);
      int[] tokens =
          columns > 0 ? null : random.ints(steps, 0, model.input().vocabularySize()).toArray();
      all.add(new Sequence(steps, features, tokens, null, 1f, null));
    }
    return all;
  }

  /** The same as DL4J reads them: (B, columns, T), or (B, 1, T) tokens. */
  static INDArray array(SequenceModel model, List<Sequence> sequences) {
    int steps = sequences.get(0).steps();
    int columns = Math.max(1, model.input().features());
    INDArray array = Nd4j.zeros(DataType.FLOAT, sequences.size(), columns, steps);
    for (int b = 0; b < sequences.size(); b++) {
      Sequence sequence = sequences.get(b);
      for (int t = 0; t < steps; t++) {
        for (int c = 0; c < columns; c++) {
          float[] features = sequence.features();
          float value = features == null ? sequence.tokens()[t] : features[t * columns + c];
          array.putScalar(new int[] {b, c, t}, value);
        }
      }
    }
    return array;
  }
}
