package dev.recurrent.interop.dl4j;

import dev.recurrent.nn.Activation;
import java.util.Map;
import java.util.Set;

/** DL4J's names in {@code configuration.json}. Nothing else is read. */
final class Dl4jNames {
  static final String LAYERS = "org.deeplearning4j.nn.conf.layers";
  static final String DROPOUTS = "org.deeplearning4j.nn.conf.dropout";
  static final String PREPROCESSORS = "org.deeplearning4j.nn.conf.preprocessor";
  static final String ACTIVATIONS = "org.nd4j.linalg.activations.impl";
  static final String LOSSES = "org.nd4j.linalg.lossfunctions.impl";

  static final String EMBEDDING = "EmbeddingSequenceLayer";
  static final String LSTM = "LSTM";
  static final String GRAVES_LSTM = "GravesLSTM";
  static final String SIMPLE_RNN = "recurrent.SimpleRnn";
  static final String BIDIRECTIONAL = "recurrent.Bidirectional";
  static final String LAST_TIME_STEP = "recurrent.LastTimeStep";
  static final String GLOBAL_POOLING = "GlobalPoolingLayer";
  static final String DENSE = "DenseLayer";
  static final String DROPOUT = "DropoutLayer";
  static final String OUTPUT = "OutputLayer";
  static final String RNN_OUTPUT = "RnnOutputLayer";

  static final String TO_ROWS = "RnnToFeedForwardPreProcessor";
  static final String TO_SEQUENCES = "FeedForwardToRnnPreProcessor";
  static final String IDENTITY = "ActivationIdentity";
  static final String SOFTMAX = "ActivationSoftmax";
  static final String SIGMOID = "ActivationSigmoid";
  static final String TANH = "ActivationTanH";
  static final String RELU = "ActivationReLU";

  /** What a dense layer may apply. */
  static final Map<String, Activation> DENSE_ACTIVATIONS =
      Map.of(
          IDENTITY, Activation.LINEAR,
          TANH, Activation.TANH,
          SIGMOID, Activation.SIGMOID,
          RELU, Activation.RELU);

  static final Set<String> CROSS_ENTROPIES = Set.of("LossMCXENT", "LossNegativeLogLikelihood");
  static final String BINARY_CROSS_ENTROPY = "LossBinaryXENT";
  static final Set<String> SQUARED_ERRORS = Set.of("LossMSE", "LossL2");
  static final Set<String> ABSOLUTE_ERRORS = Set.of("LossMAE", "LossL1");

  /** Fields that only training reads, or that say how arrays are laid out at run time. */
  static final Set<String> OF_TRAINING =
      Set.of(
          "layerName",
          "biasInit",
          "biasUpdater",
          "constraints",
          "forgetGateBiasInit",
          "gainInit",
          "gradientNormalization",
          "gradientNormalizationThreshold",
          "helperAllowFallback",
          "idropout",
          "inferInputLength",
          "inputLength",
          "iupdater",
          "outputFormat",
          "regularization",
          "regularizationBias",
          "rnnDataFormat",
          "rnndataFormat",
          "timeDistributedFormat",
          "weightInitFn",
          "weightInitFnRecurrent",
          "weightNoise");

  /** Fields that say what a layer computes. All of them are read. */
  static final Set<String> OF_OUTPUTS =
      Set.of(
          "activationFn",
          "bwd",
          "collapseDimensions",
          "fwd",
          "gateActivationFn",
          "hasBias",
          "hasLayerNorm",
          "lossFn",
          "mode",
          "nin",
          "nout",
          "pnorm",
          "poolingDimensions",
          "poolingType",
          "underlying");

  private Dl4jNames() {}

  /** The class of an activation. */
  static String of(Activation activation) {
    return DENSE_ACTIVATIONS.entrySet().stream()
        .filter(e -> e.getValue() == activation)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }
}
