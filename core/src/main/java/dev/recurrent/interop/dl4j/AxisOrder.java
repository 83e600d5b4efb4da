package dev.recurrent.interop.dl4j;

import dev.recurrent.format.UnusableModelException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of a sequence's axes in DL4J: (B, columns, T) is "NCW", (B, T, columns) "NWC". It
 * changes no weight, but a layer that has another order than the one below it reads other numbers.
 */
final class AxisOrder {
  private static final String COLUMNS_FIRST = "NCW";
  private static final String STEPS_FIRST = "NWC";

  private @Nullable String order;

  /**
   * Compares a layer's order with that of the layers below it.
   *
   * @param field that has it; null is the order of the layers below
   * @throws UnusableModelException if it is another one
   */
  void require(Dl4jConfig layer, String field) {
    String own = layer.text(field, order == null ? COLUMNS_FIRST : order);
    boolean known = own.equals(COLUMNS_FIRST) || own.equals(STEPS_FIRST);
    if (!known || (order != null && !order.equals(own))) {
      throw layer.refusal(
          "has its axes in the order "
              + Dl4jConfig.shown(own)
              + ", expected "
              + (order == null ? "NCW or NWC" : order + " as below it"));
    }
    order = own;
  }

  /** Whether a pooling over these axes is one over the steps; DL4J's default is the last axis. */
  boolean isOfSteps(List<?> axes) {
    List<?> chosen = axes.isEmpty() ? List.of(2) : axes;
    return chosen.equals(List.of(STEPS_FIRST.equals(order) ? 1 : 2));
  }
}
