package dev.recurrent.interop.dl4j;

import dev.recurrent.format.Json;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.util.List;

/** A MultiLayerNetwork as DL4J keeps it: its configuration and one array of coefficients. */
public final class Dl4jNetwork {
  private final byte[] configuration;
  private final float[] coefficients;

  /**
   * @param configuration JSON, as {@code MultiLayerConfiguration.toJson} writes it; not copied
   * @param coefficients all weights, as {@code MultiLayerNetwork.params} lays them out; not copied
   */
  public Dl4jNetwork(byte[] configuration, float[] coefficients) {
    this.configuration = configuration;
    this.coefficients = coefficients;
  }

  /**
   * The network that computes what a model computes.
   *
   * @param lossy whether a loss that DL4J does not have may become the squared error
   * @throws InexpressibleModelException naming the layer that DL4J does not have
   */
  public static Dl4jNetwork of(SequencePredictor predictor, boolean lossy) {
    NetworkWriter network = new NetworkWriter(predictor.model(), lossy);
    float[] coefficients = LayerWeights.coefficients(network.weights(), predictor.parameters());
    return new Dl4jNetwork(Json.document(network.configuration()), coefficients);
  }

  /** UTF-8 text. */
  public byte[] configuration() {
    return configuration;
  }

  /** Layer after layer, each weight column by column. */
  public float[] coefficients() {
    return coefficients;
  }

  /**
   * The model that computes what this network computes.
   *
   * @param where the file's name, for messages
   * @throws UnusableModelException naming the layer that has no equal here, or the coefficients if
   *     their number is wrong
   */
  public SequencePredictor predictor(String where, ImportSettings settings) {
    return predictor(NetworkReader.read(configuration, where, settings), coefficients, where);
  }

  /**
   * A model with the weights of a network that has its layers.
   *
   * @param coefficients as {@code MultiLayerNetwork.params} lays them out
   * @throws UnusableModelException if their number is wrong
   * @throws InexpressibleModelException naming the layer that DL4J does not have
   */
  public static SequencePredictor predictor(SequenceModel model, float[] coefficients) {
    List<LayerWeights> weights = new NetworkWriter(model, true).weights();
    return new SequencePredictor(
        model,
        LayerWeights.parameters(weights, coefficients, model.layout().size(), "the array", false));
  }

  static SequencePredictor predictor(NetworkReader network, float[] coefficients, String where) {
    int size = network.model().layout().size();
    return new SequencePredictor(
        network.model(),
        LayerWeights.parameters(network.weights(), coefficients, size, where, network.lossy()));
  }
}
