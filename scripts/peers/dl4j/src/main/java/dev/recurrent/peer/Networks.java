package dev.recurrent.peer;

import com.fasterxml.jackson.databind.JsonNode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The benchmark's networks in DL4J: sequences are (B, columns, T). */
final class Networks {
  private static final double CLIP = 5;

  private final String cell;
  private final int steps;
  private final int batch;
  private final int input;
  private final int hidden;
  private final int layers;
  private final int classes;

  Networks(JsonNode task) {
    cell = task.path("cell").asText();
    steps = task.path("steps").asInt();
    batch = task.path("batch").asInt();
    input = task.path("input").asInt();
    hidden = task.path("hidden").asInt();
    layers = task.path("layers").asInt();
    classes = task.path("classes").asInt();
  }

  private BaseRecurrentLayer recurrent(int layer) {
    int in = layer == 0 ? input : hidden;
    return cell.equals("rnn")
        ? new SimpleRnn.Builder().nIn(in).nOut(hidden).activation(Activation.TANH).build()
        : new LSTM.Builder().nIn(in).nOut(hidden).activation(Activation.TANH).build();
  }

  private static NeuralNetConfiguration.ListBuilder begin(double clip, Adam adam) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .dataType(DataType.FLOAT)
        .updater(adam)
        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
        .gradientNormalizationThreshold(clip)
        .list();
  }

  /** Tokens and a softmax on every step, or numbers and the squared error of one value. */
  MultiLayerNetwork training() {
    NeuralNetConfiguration.ListBuilder list = begin(CLIP, new Adam(1e-3));
    if (classes > 0) {
      return network(tokens(list, classes).build());
    }
    for (int layer = 0; layer < layers; layer++) {
      boolean last = layer == layers - 1;
      list.layer(last ? new LastTimeStep(recurrent(layer)) : recurrent(layer));
    }
    list.layer(
        new OutputLayer.Builder(LossFunction.MSE)
            .nIn(hidden)
            .nOut(1)
            .activation(Activation.IDENTITY)
            .build());
    return network(list.build());
  }

  /** A language model over a vocabulary, for the suite of training. */
  MultiLayerConfiguration languageModel(int vocabulary, double clip, Adam adam) {
    return tokens(begin(clip, adam), vocabulary).build();
  }

  private NeuralNetConfiguration.ListBuilder tokens(
      NeuralNetConfiguration.ListBuilder list, int vocabulary) {
    list.layer(
        new EmbeddingSequenceLayer.Builder()
            .nIn(vocabulary)
            .nOut(input)
            .outputDataFormat(RNNFormat.NCW)
            .build());
    for (int layer = 0; layer < layers; layer++) {
      list.layer(recurrent(layer));
    }
    return list.layer(
        new RnnOutputLayer.Builder(LossFunction.MCXENT)
            .dataFormat(RNNFormat.NCW)
            .nIn(hidden)
            .nOut(vocabulary)
            .activation(Activation.SOFTMAX)
            .build());
  }

  /** The recurrent layers and an output of one value, for one step at a time. */
  MultiLayerNetwork stepping() {
    NeuralNetConfiguration.ListBuilder list = begin(CLIP, new Adam(1e-3));
    for (int layer = 0; layer < layers; layer++) {
      list.layer(recurrent(layer));
    }
    list.layer(
        new RnnOutputLayer.Builder(LossFunction.MSE)
            .dataFormat(RNNFormat.NCW)
            .nIn(hidden)
            .nOut(1)
            .activation(Activation.IDENTITY)
            .build());
    return network(list.build());
  }

  private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  INDArray features() {
    return classes > 0
        ? Nd4j.rand(DataType.FLOAT, batch, 1, steps).muli(classes - 1)
        : Nd4j.rand(DataType.FLOAT, batch, input, steps);
  }

  INDArray labels() {
    if (classes == 0) {
      return Nd4j.rand(DataType.FLOAT, batch, 1);
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, classes, steps);
    java.util.SplittableRandom random = new java.util.SplittableRandom(1);
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < steps; t++) {
        labels.putScalar(b, random.nextInt(classes), t, 1f);
      }
    }
    return labels;
  }
}
