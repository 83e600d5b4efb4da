package dev.recurrent.nn.recurrent;

import dev.recurrent.math.Blocking;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Prefetch;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.cell.CellStep;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The projection of a row for each step of each sequence. The products with the weights cover
 * several steps at once: x W just before the walk reaches those steps, the gradients just after it
 * has passed them. The gates are in a cache both times.
 */
final class DenseProjection implements InputProjection {
  private final InputWeights weights;
  private final Prefetch prefetch = new Prefetch();
  private final Scratch gradients = new Scratch();
  private TimeBlock[] blocks = {};
  private int steps = 1;
  private @Nullable Matrix x;
  private @Nullable Matrix dX;

  DenseProjection(InputWeights weights) {
    this.weights = weights;
  }

  /** Cuts the layer's steps into blocks. */
  void reshape(SequenceBuffers buffers) {
    int ahead = (Blocking.rowsAhead(weights.size()) - 1) / buffers.batch + 1;
    steps = buffers.within(ahead);
    blocks = buffers.blocks(steps);
  }

  /** {@code x} is (T*B,D), read again on the way back. */
  void read(Matrix x) {
    this.x = x;
  }

  private Matrix x() {
    return Objects.requireNonNull(x, "backward before forward");
  }

  @Override
  public void setGates(CellStep step, int t) {
    TimeBlock block = blocks[t / steps];
    if (t == block.entry) {
      prefetch.read(block.step.tape);
      weights.setGates(block.input(x()), block.step.gates);
    }
  }

  @Override
  public void beginBackward(boolean inputGradient) {
    dX = inputGradient ? gradients.matrix(x().rows, x().columns) : null;
  }

  @Override
  public void accumulate(CellStep step, int t) {
    if (step.packedGates() == null) {
      // Here, while the step is still in a cache.
      weights.addBiasGradient(step.gates);
    }
  }

  @Override
  public void accumulate(TimeBlock block) {
    Matrix dGates = block.step.gates;
    weights.addGradient(block.step, block.input(x()));
    if (dX != null) {
      weights.setInputGradient(dGates, block.inputGradient(dX));
    }
  }

  @Override
  public void endBackward() {
    weights.endBackward();
  }

  @Override
  public Matrix gradient() {
    return Objects.requireNonNull(dX, "backward did not compute the gradient of x");
  }
}
