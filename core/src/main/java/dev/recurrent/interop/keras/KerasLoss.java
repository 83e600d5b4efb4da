package dev.recurrent.interop.keras;

import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.SquaredError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The loss that {@code compile} was given. */
final class KerasLoss {
  private KerasLoss() {}

  /**
   * Ours, or null where there is none or it has no equal. One that reads logits has none here: its
   * equal would make probabilities of what the model gives as logits.
   *
   * @param training what {@code compile} was given
   */
  static @Nullable Loss of(@Nullable KerasConfig training) {
    Object loss = training == null ? null : training.value("loss");
    if (loss instanceof List<?> one && one.size() == 1) {
      loss = one.get(0);
    }
    if (loss instanceof Map<?, ?> named && !named.containsKey("class_name") && named.size() == 1) {
      loss = named.values().iterator().next();
    }
    Map<?, ?> settings = Map.of();
    if (loss instanceof Map<?, ?> object) {
      settings = object.get("config") instanceof Map<?, ?> inner ? inner : settings;
      loss = object.get("class_name");
    }
    boolean logits = Boolean.TRUE.equals(settings.get("from_logits"));
    return loss instanceof String name && !logits ? named(name, settings.get("delta")) : null;
  }

  private static @Nullable Loss named(String name, @Nullable Object delta) {
    return switch (name.toLowerCase(Locale.ROOT).replace("_", "")) {
      case "mse", "meansquarederror" -> new SquaredError();
      case "mae", "meanabsoluteerror" -> new AbsoluteError();
      case "huber", "huberloss" ->
          new Huber(delta instanceof Number d && d.doubleValue() > 0 ? d.doubleValue() : 1);
      case "bce", "binarycrossentropy" -> new BinaryCrossEntropy();
      default -> null;
    };
  }
}
