package dev.recurrent.train;

/** What a model trains on in one step. */
public interface Batch {
  /** Unmasked targets: what the loss is a mean over, and what a shard weighs. */
  int targets();
}
