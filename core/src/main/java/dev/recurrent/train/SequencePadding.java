package dev.recurrent.train;

import dev.recurrent.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copies sequences into one time-major batch, padded to the longest. */
final class SequencePadding {
  private final SequenceModel model;
  private final List<Sequence> examples;
  private final int steps;
  private final int batch;

  SequencePadding(SequenceModel model, List<Sequence> examples, int steps) {
    this.model = model;
    this.examples = examples;
    this.steps = steps;
    batch = examples.size();
    SequenceCheck check = new SequenceCheck(model);
    for (int b = 0; b < batch; b++) {
      check.require(examples.get(b), "sequence " + b);
    }
  }

  /** (T*B, features), zeros in padding; null where the model reads none. */
  @Nullable Matrix features() {
    int columns = model.input().features();
    if (columns == 0) {
      return null;
    }
    Matrix all = Matrix.zeros(steps * batch, columns);
    for (int b = 0; b < batch; b++) {
      Sequence sequence = examples.get(b);
      copy(Objects.requireNonNull(sequence.features(), "features"), sequence.steps(), all, b);
    }
    return all;
  }

  private void copy(float[] rows, int count, Matrix all, int b) {
    for (int t = 0; t < count; t++) {
      int to = all.index(t * batch + b);
      System.arraycopy(rows, t * all.columns, all.data, to, all.columns);
    }
  }

  /** T*B tokens, 0 in padding; null where the model reads none. */
  int @Nullable [] tokens() {
    if (!model.input().hasTokens()) {
      return null;
    }
    int[] all = new int[steps * batch];
    for (int b = 0; b < batch; b++) {
      int[] tokens = Objects.requireNonNull(examples.get(b).tokens(), "tokens");
      for (int t = 0; t < tokens.length; t++) {
        all[t * batch + b] = tokens[t];
      }
    }
    return all;
  }

  /** Rows of targets, NaN in padding and where a sequence has none; null where none has any. */
  @Nullable Matrix targets() {
    if (examples.stream().allMatch(sequence -> sequence.targets() == null)) {
      return null;
    }
    boolean eachStep = model.output().eachStep();
    int columns = model.loss().targetSize(model.output().columns());
    Matrix all = Matrix.zeros(eachStep ? steps * batch : batch, columns);
    all.fill(Float.NaN);
    for (int b = 0; b < batch; b++) {
      Sequence sequence = examples.get(b);
      float[] targets = sequence.targets();
      int rows = eachStep ? sequence.steps() : 1;
      if (targets != null) {
        copy(targets, rows, all, b);
      }
    }
    return all;
  }

  /** Of the sequences, or null if all are 1. */
  float @Nullable [] weights() {
    float[] weights = new float[batch];
    for (int b = 0; b < batch; b++) {
      weights[b] = examples.get(b).weight();
    }
    float[] ones = new float[batch];
    Arrays.fill(ones, 1f);
    return Arrays.equals(weights, ones) ? null : weights;
  }

  /** What the encoder reads. */
  List<Sequence> sources() {
    List<Sequence> sources = new ArrayList<>(batch);
    for (int b = 0; b < batch; b++) {
      Sequence source = examples.get(b).source();
      if (source == null) {
        throw new IllegalArgumentException(
            "sequence " + b + " has no source, the model's encoder reads one");
      }
      sources.add(source);
    }
    return sources;
  }
}
