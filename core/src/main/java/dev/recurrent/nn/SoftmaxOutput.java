package dev.recurrent.nn;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer over V classes and its softmax cross entropy in one pass over blocks of rows: the
 * logits of one block are in memory at a time, so that a large vocabulary's never all are.
 */
public final class SoftmaxOutput {
  /** Logits of a block, at most, where it has more than {@link #ROWS} rows: 32 MB. */
  private static final int LOGITS = 1 << 23;

  /**
   * A block's rows are a multiple of this, as the blocks of its products are: fewer rows would pack
   * the weights more often than they use them.
   */
  private static final int ROWS = 512;

  private final Dense dense;
  private final SoftmaxCrossEntropy loss;
  private final int most;
  private final Scratch dInput = new Scratch();
  private @Nullable Matrix dX;
  private @Nullable Matrix viewed;
  private Matrix[] views = {};

  public SoftmaxOutput(Dense dense, SoftmaxCrossEntropy loss) {
    this(dense, loss, LOGITS);
  }

  /** With blocks of at most so many logits. */
  SoftmaxOutput(Dense dense, SoftmaxCrossEntropy loss, int logits) {
    this.dense = dense;
    this.loss = loss;
    this.most = Math.max(1, logits / dense.outputSize() / ROWS) * ROWS;
  }

  /**
   * The mean loss of the rows of x (R,D), in nats; adds the gradients of weight and bias.
   *
   * @param targets R classes, or {@link SoftmaxCrossEntropy#MASKED}
   */
  public double lossAndGradient(Matrix x, int[] targets) {
    return lossAndGradient(x, targets, 1);
  }

  /**
   * As above, but all gradients are those of a factor times the loss.
   *
   * @return the loss without the factor
   */
  public double lossAndGradient(Matrix x, int[] targets, float factor) {
    if (x.rows <= most) {
      Matrix logits = dense.forward(x);
      double mean = loss.lossAndGradient(logits, targets);
      scale(logits, factor);
      dX = dense.backward(logits);
      return mean;
    }
    int unmasked = SoftmaxCrossEntropy.unmasked(targets, x.rows);
    Matrix d = dInput.matrix(x.rows, x.columns);
    double sum = 0;
    for (int i = 0, block = 0; i < x.rows; i += most, block++) {
      Matrix logits = dense.forward(view(x, block));
      sum = loss.sumAndGradient(sum, logits, targets, i, unmasked);
      scale(logits, factor);
      Matrix some = dense.backward(logits);
      for (int r = 0; r < some.rows; r++) {
        System.arraycopy(some.data, some.index(r), d.data, d.index(i + r), d.columns);
      }
    }
    dX = d;
    return unmasked == 0 ? 0 : sum / unmasked;
  }

  private static void scale(Matrix matrix, float factor) {
    for (int i = 0; i < matrix.rows && factor != 1f; i++) {
      int at = matrix.index(i);
      for (int j = at; j < at + matrix.columns; j++) {
        matrix.data[j] *= factor;
      }
    }
  }

  /** The gradient of x after {@link #lossAndGradient}, (R,D), a view until the next call. */
  public Matrix dInput() {
    return Objects.requireNonNull(dX, "dInput before lossAndGradient");
  }

  /** The mean loss, without smoothing. */
  public double loss(Matrix x, int[] targets) {
    int unmasked = SoftmaxCrossEntropy.unmasked(targets, x.rows);
    double sum = 0;
    for (int i = 0, block = 0; i < x.rows; i += most, block++) {
      sum = loss.sum(sum, dense.forward(view(x, block)), targets, i);
    }
    return unmasked == 0 ? 0 : sum / unmasked;
  }

  /** A block of x's rows; the same object from batch to batch. */
  private Matrix view(Matrix x, int block) {
    if (x != viewed) {
      views = new Matrix[(x.rows + most - 1) / most];
      for (int i = 0; i < views.length; i++) {
        views[i] = x.rows(i * most, Math.min(most, x.rows - i * most));
      }
      viewed = x;
    }
    return views[block];
  }
}
