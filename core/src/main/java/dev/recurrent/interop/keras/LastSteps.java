package dev.recurrent.interop.keras;

import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.layer.DropoutLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.PoolingLayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Poolings that take the last step: in Keras a recurrent layer takes it itself. */
final class LastSteps {
  private LastSteps() {}

  static boolean isOne(Layer layer) {
    return layer instanceof PoolingLayer pooling && pooling.pooling() == Pooling.LAST;
  }

  /**
   * The same network: dropout changes each number alone, so the last step may be taken below it.
   */
  static List<Layer> belowDropout(List<Layer> network) {
    List<Layer> sorted = new ArrayList<>(network);
    for (int i = 1; i < sorted.size(); i++) {
      for (int j = i;
          j > 0 && isOne(sorted.get(j)) && sorted.get(j - 1) instanceof DropoutLayer;
          j--) {
        Collections.swap(sorted, j, j - 1);
      }
    }
    return sorted;
  }
}
