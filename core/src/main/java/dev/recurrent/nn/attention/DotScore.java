package dev.recurrent.nn.attention;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * q·m, or q·(W m)/√H with W m computed once for a batch's memory. Without the root, which W could
 * hold as well, one of Adam's steps of W moves a score by rate times the sum of |q| times that of
 * |m|, which grows with the square of H: at H 384 by 10, and no attention is ever learned.
 */
final class DotScore implements AttentionScore {
  private final @Nullable Matrix weight;
  private final @Nullable Matrix dWeight;
  private final Scratch keyRows = new Scratch();
  private final Scratch dKeyRows = new Scratch();
  private Matrix memory = Matrix.zeros(0, 0);
  private Matrix queries = memory;
  private Matrix keys = memory;
  private Matrix dKeys = memory;

  /** Binds {@code key.weight} (H,C); null to compare with the memory itself. */
  DotScore(@Nullable Parameters parameters) {
    weight = parameters == null ? null : parameters.value("key.weight");
    dWeight = parameters == null ? null : parameters.gradient("key.weight");
  }

  @Override
  public void begin(Matrix memory, int batch, int steps, Matrix queries) {
    this.memory = memory;
    this.queries = queries;
    if (weight == null) {
      keys = memory;
    } else {
      keys = keyRows.matrix(memory.rows, weight.rows);
      Kernels.multiplyTransposedRight(memory, weight, keys, 0f);
      scale(keys);
    }
  }

  private static void scale(Matrix keys) {
    float root = (float) (1 / Math.sqrt(keys.columns));
    for (int i = keys.offset; i < keys.offset + keys.rows * keys.columns; i++) {
      keys.data[i] *= root;
    }
  }

  @Override
  public void ask(int from, Matrix asked, int perSentence) {}

  @Override
  public void forward(Attention.Block block, Matrix scores) {
    Kernels.multiplyTransposedRight(block.queries(queries), block.memory(keys), scores, 0f);
  }

  @Override
  public void beginBackward() {
    dKeys = dKeyRows.matrix(keys.rows, keys.columns);
    dKeys.fill(0f);
  }

  @Override
  public void backward(Attention.Block block, Matrix dScores, Matrix dQuery) {
    Kernels.multiply(dScores, block.memory(keys), dQuery, 0f);
  }

  @Override
  public void asked(int t, Matrix dQuery, int perSentence) {}

  @Override
  public void endBackward(Attention.Block block, Matrix dScores) {
    Kernels.multiplyTransposedLeft(dScores, block.queries(queries), block.memory(dKeys), 0f);
  }

  @Override
  public void addGradients(Matrix dMemory) {
    if (weight == null || dWeight == null) {
      int size = dMemory.rows * dMemory.columns;
      Kernels.add(dKeys.data, dKeys.offset, dMemory.data, dMemory.offset, size);
    } else {
      scale(dKeys);
      Kernels.multiplyTransposedLeft(dKeys, memory, dWeight, 1f);
      Kernels.multiply(dKeys, weight, dMemory, 1f);
    }
  }
}
