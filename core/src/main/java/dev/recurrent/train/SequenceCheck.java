package dev.recurrent.train;

import dev.recurrent.nn.Loss;
import org.jspecify.annotations.Nullable;

/** What a model asks of the sequences that it reads. */
public final class SequenceCheck {
  private final SequenceModel model;
  private final int features;
  private final int vocabulary;
  private final boolean eachStep;
  private final int outputs;
  private final int targetSize;

  /** Of a model; its encoder asks for itself. */
  public SequenceCheck(SequenceModel model) {
    this.model = model;
    features = model.input().features();
    vocabulary = model.input().hasTokens() ? model.input().vocabularySize() : 0;
    eachStep = model.output().eachStep();
    outputs = model.output().columns();
    targetSize = model.loss().targetSize(outputs);
  }

  /**
   * Checks the sizes of a sequence, its tokens and its targets.
   *
   * @param name of the sequence in messages, such as {@code sequence "7"}
   * @throws IllegalArgumentException naming the sequence and what the model cannot read
   */
  public void require(Sequence sequence, String name) {
    if (features > 0) {
      requireFeatures(sequence, name);
    }
    if (vocabulary > 0) {
      requireTokens(sequence.tokens(), name);
    }
    float[] targets = sequence.targets();
    if (targets != null) {
      requireTargets(targets, eachStep ? sequence.steps() : 1, name);
    }
  }

  private void requireFeatures(Sequence sequence, String name) {
    float[] rows = sequence.features();
    if (rows == null || rows.length != sequence.steps() * features) {
      throw new IllegalArgumentException(
          name
              + " has "
              + (rows == null ? 0 : rows.length / sequence.steps())
              + " features a step, the model reads "
              + features);
    }
  }

  private void requireTokens(int @Nullable [] tokens, String name) {
    if (tokens == null) {
      throw new IllegalArgumentException(name + " has no tokens, the model reads them");
    }
    for (int token : tokens) {
      if (token < 0 || token >= vocabulary) {
        throw new IllegalArgumentException(
            name
                + ": token is "
                + token
                + ", expected 0 to below "
                + vocabulary
                + " (vocabularySize)");
      }
    }
  }

  private void requireTargets(float[] targets, int rows, String name) {
    if (targets.length != rows * targetSize) {
      throw new IllegalArgumentException(
          name
              + " has "
              + targets.length
              + " targets, expected "
              + rows * targetSize
              + ": outputs are "
              + model.output().label()
              + " and a row's target has "
              + targetSize
              + (outputs > targetSize && targets.length == rows * outputs
                  ? "; give the number of the class, not a row of zeros and a one"
                  : ""));
    }
    Loss loss = model.loss();
    for (float target : targets) {
      if (!Float.isNaN(target)) {
        try {
          loss.requireTarget(target, outputs);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
      }
    }
  }
}
