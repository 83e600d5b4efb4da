package dev.recurrent.interop.keras;

import dev.recurrent.nn.Activation;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names of Keras's activations, and those of ours that are nearest. */
final class KerasActivations {
  static final String SOFTMAX = "softmax";

  private static final Map<String, Activation> EQUAL =
      Map.of(
          "linear", Activation.LINEAR,
          "tanh", Activation.TANH,
          "sigmoid", Activation.SIGMOID,
          "relu", Activation.RELU);

  /** Of the same form and with other values. */
  private static final Map<String, String> NEAREST =
      Map.of(
          "hard_sigmoid", "sigmoid",
          "hard_tanh", "tanh",
          "softsign", "tanh",
          "elu", "relu",
          "selu", "relu",
          "gelu", "relu",
          "silu", "relu",
          "swish", "relu",
          "relu6", "relu",
          "leaky_relu", "relu");

  private KerasActivations() {}

  /** The name in a field: a text, or an object that names a function; linear where it is null. */
  static String name(KerasConfig config, String field) {
    Object value = config.value(field);
    if (value instanceof Map<?, ?> function) {
      Object inner = function.get("config");
      return String.valueOf(inner instanceof String text ? text : function.get("class_name"));
    }
    return config.text(field, "linear");
  }

  /**
   * The name in a field, or with {@code lossy} the nearest that there is.
   *
   * @param expected names that have an equal
   */
  static String oneOf(KerasConfig config, String field, boolean lossy, String... expected) {
    String name = name(config, field);
    String nearest = NEAREST.getOrDefault(name, name);
    for (String one : expected) {
      if (one.equals(name) || lossy && one.equals(nearest)) {
        return one;
      }
    }
    String list = String.join(", ", expected);
    boolean helps = List.of(expected).contains(nearest);
    throw config.refusal(
        "has "
            + field
            + " "
            + KerasConfig.shown(name)
            + ", expected "
            + list
            + (helps ? "; pass --lossy to take " + nearest : ""));
  }

  /** Ours of a name that has an equal. */
  static Activation ours(String name) {
    return EQUAL.getOrDefault(name, Activation.LINEAR);
  }

  /** Keras's name of ours. */
  static String name(Activation activation) {
    return activation.name().toLowerCase(Locale.ROOT);
  }
}
