package dev.recurrent.train;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.layer.Sequences;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A batch of sequences for a {@link SequenceModel}, padded to the longest. Row {@code t*B + b} is
 * step t of sequence b.
 */
public final class SequenceBatch implements Batch {
  private final Sequences sequences;
  private final @Nullable Matrix features;
  private final int @Nullable [] tokens;
  private final @Nullable Matrix targets;
  private final float @Nullable [] weights;
  private final @Nullable SequenceBatch source;
  private final int unmasked;

  /**
   * @param features (T*B,D), or null for none; padding may hold anything finite
   * @param tokens T*B of them, or null for none; padding may hold any token
   * @param targets (B,N), or (T*B,N) with a row for each step, NaN where a target is masked and in
   *     padding; or null for none
   * @param weights of the B sequences' losses, or null for ones
   * @param source the batch of the same B that an encoder reads, or null for none
   */
  public SequenceBatch(
      Sequences sequences,
      @Nullable Matrix features,
      int @Nullable [] tokens,
      @Nullable Matrix targets,
      float @Nullable [] weights,
      @Nullable SequenceBatch source) {
    this.sequences = sequences;
    this.features = features;
    this.tokens = tokens;
    this.targets = targets;
    this.weights = weights;
    this.source = source;
    unmasked = targets == null ? 0 : Loss.unmasked(targets);
  }

  /**
   * Pads sequences to the longest of them.
   *
   * @param model that will read them
   * @throws IllegalArgumentException if a sequence lacks what the model reads, or its sizes differ
   */
  public static SequenceBatch of(SequenceModel model, List<Sequence> examples) {
    return of(model, examples, true);
  }

  /** One sequence for a model whose encoder has read its source already. */
  static SequenceBatch withoutSource(SequenceModel model, Sequence sequence) {
    return of(model, List.of(sequence), false);
  }

  private static SequenceBatch of(
      SequenceModel model, List<Sequence> examples, boolean withSource) {
    int steps = 0;
    int[] lengths = new int[examples.size()];
    for (int b = 0; b < lengths.length; b++) {
      lengths[b] = examples.get(b).steps();
      steps = Math.max(steps, lengths[b]);
    }
    SequencePadding padding = new SequencePadding(model, examples, steps);
    SequenceModel encoder = model.encoder();
    return new SequenceBatch(
        Sequences.of(steps, lengths),
        padding.features(),
        padding.tokens(),
        padding.targets(),
        padding.weights(),
        encoder == null || !withSource ? null : of(encoder, padding.sources()));
  }

  /** How rows are cut into sequences. */
  public Sequences sequences() {
    return sequences;
  }

  /** (T*B,D), or null. */
  public @Nullable Matrix features() {
    return features;
  }

  /** T*B tokens, or null. */
  public int @Nullable [] tokens() {
    return tokens;
  }

  /** (B,N), or (T*B,N) with a row for each step, NaN where masked; or null. */
  public @Nullable Matrix targetRows() {
    return targets;
  }

  /** Weights of the B sequences' losses, or null for ones. */
  public float @Nullable [] weights() {
    return weights;
  }

  /**
   * The batch that the model's encoder reads.
   *
   * @throws NullPointerException if there is none
   */
  public SequenceBatch source() {
    return Objects.requireNonNull(source, "the model has an encoder, the batch has no source");
  }

  @Override
  public int targets() {
    return unmasked;
  }
}
