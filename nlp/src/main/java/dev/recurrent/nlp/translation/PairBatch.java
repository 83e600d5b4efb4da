package dev.recurrent.nlp.translation;

import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.train.Batch;
import java.util.List;

/**
 * B sentence pairs as tokens, time-major and padded: element {@code t * B + b}. A source ends with
 * {@code </s>}; the decoder reads {@code <s>} and the target, and is to say the target and {@code
 * </s>}.
 */
public final class PairBatch implements Batch {
  /** Tokens of one sentence pair without marks of start and end. */
  public record Pair(int[] source, int[] target) {}

  private final int batchSize;
  private final int[] sourceTokens;
  private final int[] sourceLengths;
  private final int[] inputTokens;
  private final int[] targetTokens;
  private final int targets;

  private PairBatch(int batchSize, int[] source, int[] lengths, int[] inputs, int[] targets) {
    this.batchSize = batchSize;
    this.sourceTokens = source;
    this.sourceLengths = lengths;
    this.inputTokens = inputs;
    this.targetTokens = targets;
    this.targets = SoftmaxCrossEntropy.unmasked(targets, targets.length);
  }

  /** Pads pairs to the longest of them. */
  public static PairBatch of(List<Pair> pairs) {
    int b = pairs.size();
    int[][] sources = pairs.stream().map(Pair::source).toArray(int[][]::new);
    int[] lengths = new int[b];
    int[] source = sources(sources, lengths);
    int steps = 1 + pairs.stream().mapToInt(p -> p.target().length).max().orElse(0);
    int[] inputs = new int[steps * b];
    int[] targets = new int[steps * b];
    for (int i = 0; i < b; i++) {
      int[] target = pairs.get(i).target();
      for (int t = 0; t < steps; t++) {
        int at = t * b + i;
        inputs[at] = t == 0 ? Vocabulary.START : t <= target.length ? target[t - 1] : 0;
        targets[at] =
            t < target.length
                ? target[t]
                : t == target.length ? Vocabulary.END : SoftmaxCrossEntropy.MASKED;
      }
    }
    return new PairBatch(b, source, lengths, inputs, targets);
  }

  /** Sources alone, to be translated. */
  public static PairBatch ofSources(int[][] sources) {
    int[] lengths = new int[sources.length];
    int[] source = sources(sources, lengths);
    return new PairBatch(sources.length, source, lengths, new int[0], new int[0]);
  }

  private static int[] sources(int[][] sources, int[] lengths) {
    int steps = 1;
    for (int b = 0; b < sources.length; b++) {
      lengths[b] = sources[b].length + 1;
      steps = Math.max(steps, lengths[b]);
    }
    int[] tokens = new int[steps * sources.length];
    for (int b = 0; b < sources.length; b++) {
      for (int s = 0; s < lengths[b]; s++) {
        tokens[s * sources.length + b] = s < sources[b].length ? sources[b][s] : Vocabulary.END;
      }
    }
    return tokens;
  }

  /** The same pairs where the decoder reads other tokens. */
  PairBatch withInputs(int[] inputs) {
    return new PairBatch(batchSize, sourceTokens, sourceLengths, inputs, targetTokens);
  }

  /** B. */
  public int batchSize() {
    return batchSize;
  }

  /** S*B source tokens, not to be changed. */
  public int[] sourceTokens() {
    return sourceTokens;
  }

  /** Tokens of each source with its end. */
  public int[] sourceLengths() {
    return sourceLengths;
  }

  /** T*B tokens that the decoder reads, not to be changed. */
  public int[] inputTokens() {
    return inputTokens;
  }

  /** T*B tokens to predict, or {@link SoftmaxCrossEntropy#MASKED}; not to be changed. */
  public int[] targetTokens() {
    return targetTokens;
  }

  @Override
  public int targets() {
    return targets;
  }
}
