package dev.recurrent.peer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.dl4j.Dl4jModels;
import dev.recurrent.train.SequenceModel;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

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

  /** Tokens and a softmax on every step, or numbers and the squared error of one value. */
  MultiLayerNetwork training() {
    MultiLayerConfiguration configuration =
        classes > 0
            ? tokens(classes)
            : Dl4jModels.configuration(
                stack(SequenceModel.input(input)).pool(Pooling.LAST).dense(1));
    return network(trained(configuration, CLIP, new Adam(1e-3)));
  }

  /** A language model over a vocabulary, for the suite of training. */
  MultiLayerConfiguration languageModel(int vocabulary, double clip, Adam adam) {
    return trained(tokens(vocabulary), clip, adam);
  }

  private MultiLayerConfiguration tokens(int vocabulary) {
    return Dl4jModels.configuration(
        stack(SequenceModel.embedding(vocabulary, input))
            .dense(vocabulary)
            .loss(new SoftmaxCrossEntropy()));
  }

  /** The recurrent layers and an output of one value, for one step at a time. */
  MultiLayerNetwork stepping() {
    return network(Dl4jModels.configuration(stack(SequenceModel.input(input)).dense(1)));
  }

  private SequenceModel stack(SequenceModel model) {
    SequenceModel stacked = model;
    for (int layer = 0; layer < layers; layer++) {
      stacked = stacked.recurrent(CellType.of(cell), hidden);
    }
    return stacked;
  }

  /** A network's configuration has no place here for what only its training reads. */
  private static MultiLayerConfiguration trained(
      MultiLayerConfiguration configuration, double clip, Adam adam) {
    for (NeuralNetConfiguration each : configuration.getConfs()) {
      Layer layer = each.getLayer();
      Layer trained = layer instanceof LastTimeStep last ? last.getUnderlying() : layer;
      if (trained instanceof BaseLayer base) {
        base.setIUpdater(adam);
        base.setGradientNormalization(GradientNormalization.ClipL2PerLayer);
        base.setGradientNormalizationThreshold(clip);
      }
    }
    return configuration;
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
