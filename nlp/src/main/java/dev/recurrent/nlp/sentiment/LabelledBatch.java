package dev.recurrent.nlp.sentiment;

import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.train.Batch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** B texts and their classes. Tokens are time-major and padded: element {@code t * B + b}. */
public final class LabelledBatch implements Batch {
  private final int[] tokens;
  private final int[] lengths;
  private final int[] classes;
  private final float[] weights;
  private final @Nullable LabelledBatch unlabelledTexts;

  private LabelledBatch(
      int[] tokens,
      int[] lengths,
      int[] classes,
      float[] weights,
      @Nullable LabelledBatch unlabelledTexts) {
    this.tokens = tokens;
    this.lengths = lengths;
    this.classes = classes;
    this.weights = weights;
    this.unlabelledTexts = unlabelledTexts;
  }

  /**
   * @param texts tokens of each, at least one
   * @param classes of each
   * @param weights of each text in the loss, around 1
   */
  public static LabelledBatch of(List<int[]> texts, int[] classes, float[] weights) {
    int batch = texts.size();
    if (classes.length != batch || weights.length != batch) {
      throw new IllegalArgumentException(
          "batch has "
              + batch
              + " texts, "
              + classes.length
              + " classes and "
              + weights.length
              + " weights, expected as many of each");
    }
    int longest = texts.stream().mapToInt(t -> t.length).max().orElse(1);
    int[] tokens = new int[longest * batch];
    Arrays.fill(tokens, Vocabulary.PADDING);
    int[] lengths = new int[batch];
    for (int b = 0; b < batch; b++) {
      int[] text = texts.get(b);
      lengths[b] = text.length;
      for (int t = 0; t < text.length; t++) {
        tokens[t * batch + b] = text[t];
      }
    }
    return new LabelledBatch(tokens, lengths, classes, weights, null);
  }

  /** Texts whose classes nobody knows. */
  public static LabelledBatch unlabelled(List<int[]> texts) {
    return of(texts, new int[texts.size()], new float[texts.size()]);
  }

  /** The same with texts that have no label. */
  public LabelledBatch with(LabelledBatch unlabelled) {
    return new LabelledBatch(tokens, lengths, classes, weights, unlabelled);
  }

  /** Texts without a label that are trained on in the same step, or null. */
  public @Nullable LabelledBatch unlabelledTexts() {
    return unlabelledTexts;
  }

  /** T*B, not to be changed. */
  public int[] tokens() {
    return tokens;
  }

  /** Of each text, not to be changed. */
  public int[] lengths() {
    return lengths;
  }

  /** Of each text, not to be changed. */
  public int[] classes() {
    return classes;
  }

  /** Of each text, not to be changed. */
  public float[] weights() {
    return weights;
  }

  public int batchSize() {
    return lengths.length;
  }

  /** T. */
  public int steps() {
    return tokens.length / lengths.length;
  }

  @Override
  public int targets() {
    return lengths.length;
  }
}
