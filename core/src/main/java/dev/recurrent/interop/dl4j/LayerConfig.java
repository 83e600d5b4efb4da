package dev.recurrent.interop.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The configuration of one layer, as DL4J 1.0.0-M2 writes it. */
final class LayerConfig {
  /** Arrays are (B, columns, T). */
  static final String FORMAT = "NCW";

  private static final String CLASS = "@class";
  private static final String NAME = "layerName";

  /** In the order of the alphabet, as DL4J writes them: its Bidirectional reads no other. */
  private final Map<String, Object> fields = new TreeMap<>();

  /**
   * @param type the class without DL4J's package of layers
   * @param name of the layer
   */
  LayerConfig(String type, String name) {
    fields.put(CLASS, Dl4jNames.LAYERS + "." + type);
    fields.put(NAME, name);
    with("constraints", null);
    with("idropout", null);
    fields.put("gradientNormalization", "None");
    fields.put("gradientNormalizationThreshold", 1.0);
  }

  /** A layer with weights. DL4J cannot train one without an updater: it is Adam at 0.001. */
  static LayerConfig weighted(String type, String name, int inputs, int outputs) {
    LayerConfig layer =
        new LayerConfig(type, name)
            .activation(Dl4jNames.IDENTITY)
            .with("nin", inputs)
            .with("nout", outputs)
            .with("biasInit", 0.0)
            .with("gainInit", 1.0)
            .with("biasUpdater", null)
            .with("weightNoise", null)
            .with("timeDistributedFormat", null)
            .with("regularization", List.of())
            .with("regularizationBias", List.of())
            .with("weightInitFn", Map.of(CLASS, "org.deeplearning4j.nn.weights.WeightInitXavier"));
    Map<String, Object> adam = new LinkedHashMap<>();
    adam.put(CLASS, "org.nd4j.linalg.learning.config.Adam");
    adam.put("learningRate", 0.001);
    adam.put("beta1", 0.9);
    adam.put("beta2", 0.999);
    adam.put("epsilon", 1e-8);
    return layer.with("iupdater", adam);
  }

  LayerConfig with(String field, @Nullable Object value) {
    put(fields, field, value);
    return this;
  }

  @SuppressWarnings("NullAway") // JSON has nulls
  private static void put(Map<String, Object> fields, String field, @Nullable Object value) {
    fields.put(field, value);
  }

  /**
   * @param name the class without ND4J's package of activations
   */
  LayerConfig activation(String name) {
    return activation("activationFn", name);
  }

  LayerConfig activation(String field, String name) {
    return with(field, Map.of(CLASS, Dl4jNames.ACTIVATIONS + "." + name));
  }

  /** Dropout of what the layer reads; DL4J writes the share that is kept. */
  LayerConfig dropout(double rate) {
    if (rate > 0) {
      Map<String, Object> kept = new LinkedHashMap<>();
      kept.put(CLASS, Dl4jNames.DROPOUTS + ".Dropout");
      kept.put("p", 1 - rate);
      with("idropout", kept);
    }
    return this;
  }

  /** A layer around this one that takes its last step. */
  LayerConfig lastStep() {
    return around(Dl4jNames.LAST_TIME_STEP).with("underlying", fields);
  }

  /** A layer around this one that reads in both directions. */
  LayerConfig bothDirections(String mode) {
    return around(Dl4jNames.BIDIRECTIONAL)
        .with("fwd", fields)
        .with("bwd", fields)
        .with("mode", mode);
  }

  private LayerConfig around(String type) {
    return new LayerConfig(type, String.valueOf(fields.get(NAME)));
  }

  /** The layer with what DL4J keeps for each one. */
  Map<String, Object> conf() {
    Map<String, Object> conf = new LinkedHashMap<>();
    conf.put("cacheMode", "NONE");
    conf.put("dataType", "FLOAT");
    conf.put("epochCount", 0);
    conf.put("iterationCount", 0);
    conf.put("layer", fields);
    conf.put("maxNumLineSearchIterations", 5);
    conf.put("miniBatch", true);
    conf.put("minimize", true);
    conf.put("optimizationAlgo", "STOCHASTIC_GRADIENT_DESCENT");
    conf.put("seed", 1);
    put(conf, "stepFunction", null);
    conf.put("variables", List.of());
    return conf;
  }
}
