package dev.recurrent.interop;

import dev.recurrent.nn.Loss;
import dev.recurrent.nn.Pooling;
import org.jspecify.annotations.Nullable;

/**
 * What a file cannot say of its model.
 *
 * @param lossy whether parts that have no equal here may be left out or changed; refused otherwise
 * @param pooling how the steps of the last recurrent layer become one row, in a format that does
 *     not say so; null for one output a step
 * @param loss the loss that further training minimises and that decides whether outputs are
 *     probabilities; null for what the file says, else the squared error
 */
public record ImportSettings(boolean lossy, @Nullable Pooling pooling, @Nullable Loss loss) {
  /** Nothing lossy, one output a step, the file's own loss. */
  public static ImportSettings defaults() {
    return new ImportSettings(false, null, null);
  }

  /** The same with parts that have no equal here left out. */
  public ImportSettings withLossy() {
    return new ImportSettings(true, pooling, loss);
  }

  /** The same with a pooling above the last recurrent layer. */
  public ImportSettings withPooling(Pooling chosen) {
    return new ImportSettings(lossy, chosen, loss);
  }

  /** The same with a loss. */
  public ImportSettings withLoss(Loss chosen) {
    return new ImportSettings(lossy, pooling, chosen);
  }
}
