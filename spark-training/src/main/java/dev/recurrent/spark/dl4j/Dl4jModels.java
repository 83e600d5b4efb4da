package dev.recurrent.spark.dl4j;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.interop.dl4j.Dl4jNetwork;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.nio.charset.StandardCharsets;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sequence models as DL4J's MultiLayerNetwork and back. Weights keep their bits. */
public final class Dl4jModels {
  private static final String NETWORK = "the network";

  private Dl4jModels() {}

  /**
   * The model that computes what a network computes.
   *
   * @throws UnusableModelException naming the layer that has no equal here
   * @throws IllegalArgumentException if the network has no parameters yet
   */
  public static SequencePredictor predictor(MultiLayerNetwork network) {
    return predictor(network, ImportSettings.defaults());
  }

  /** The same, with what may be left out. */
  public static SequencePredictor predictor(MultiLayerNetwork network, ImportSettings settings) {
    INDArray parameters = network.params();
    if (parameters == null) {
      throw new IllegalArgumentException("the network has no parameters: call its init() first");
    }
    byte[] configuration =
        network.getLayerWiseConfigurations().toJson().getBytes(StandardCharsets.UTF_8);
    return new Dl4jNetwork(configuration, floats(parameters)).predictor(NETWORK, settings);
  }

  /**
   * A model with the weights of a network that has its layers.
   *
   * @param coefficients as {@code MultiLayerNetwork.params} gives them
   * @throws UnusableModelException if their number is wrong
   * @throws InexpressibleModelException naming the layer that DL4J does not have
   */
  public static SequencePredictor predictor(SequenceModel model, INDArray coefficients) {
    return Dl4jNetwork.predictor(model, floats(coefficients));
  }

  /**
   * The network that computes what a model computes. Its updater is Adam at 0.001.
   *
   * @throws InexpressibleModelException naming the layer that DL4J does not have
   */
  public static MultiLayerNetwork network(SequencePredictor predictor) {
    Dl4jNetwork made = Dl4jNetwork.of(predictor, false);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(made));
    network.init(row(made.coefficients()), false);
    return network;
  }

  /**
   * The configuration of a model's network, for weights of DL4J's own.
   *
   * @throws InexpressibleModelException naming the layer that DL4J does not have
   */
  public static MultiLayerConfiguration configuration(SequenceModel model) {
    float[] none = new float[model.layout().size()];
    return configuration(Dl4jNetwork.of(new SequencePredictor(model, none), false));
  }

  /**
   * A model's weights as {@code MultiLayerNetwork.setParams} takes them: (1,N), float32.
   *
   * @throws InexpressibleModelException naming the layer that DL4J does not have
   */
  public static INDArray coefficients(SequencePredictor predictor) {
    return row(Dl4jNetwork.of(predictor, true).coefficients());
  }

  private static MultiLayerConfiguration configuration(Dl4jNetwork network) {
    return MultiLayerConfiguration.fromJson(
        new String(network.configuration(), StandardCharsets.UTF_8));
  }

  private static INDArray row(float[] values) {
    return Nd4j.createFromArray(values).reshape(1, values.length);
  }

  private static float[] floats(INDArray row) {
    return row.castTo(DataType.FLOAT).reshape(row.length()).toFloatVector();
  }
}
