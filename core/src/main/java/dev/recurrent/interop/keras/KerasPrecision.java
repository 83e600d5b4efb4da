package dev.recurrent.interop.keras;

import java.util.Map;

/** The precision in which a layer computes. */
final class KerasPrecision {
  private static final String SINGLE = "float32";

  private KerasPrecision() {}

  /** Refuses a layer that does not compute in float32, unless that may be changed. */
  static void require(KerasLayer layer, boolean lossy) {
    Object dtype = layer.config().value("dtype");
    Object inner = dtype instanceof Map<?, ?> policy ? policy.get("config") : null;
    Object name = inner instanceof Map<?, ?> named ? named.get("name") : dtype;
    if (name != null && !SINGLE.equals(name) && !lossy) {
      throw layer.refusal(
          "computes in "
              + KerasConfig.shown(name)
              + ", expected float32; pass --lossy to compute so");
    }
  }
}
