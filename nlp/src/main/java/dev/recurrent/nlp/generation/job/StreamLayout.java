package dev.recurrent.nlp.generation.job;

import java.io.Serializable;

/**
 * How a text of N tokens becomes W shards of B contiguous streams: stream s covers L tokens from
 * {@code s * L}, and batch i of a shard the T tokens from {@code i * T} of each of its streams.
 *
 * @param tokens N
 * @param shards W
 * @param batchSize B, streams of a shard
 * @param sequenceLength T
 * @param batchesPerChunk how many batches lie in one partition
 */
record StreamLayout(long tokens, int shards, int batchSize, int sequenceLength, int batchesPerChunk)
    implements Serializable {
  /** Tokens of a partition: a few megabytes, read when a round needs them. */
  private static final long CHUNK_TOKENS = 2L << 20;

  /** With as many batches to a chunk as fit, a multiple of a round's. */
  static StreamLayout of(
      long tokens, int shards, int batchSize, int sequenceLength, int localSteps) {
    long batchTokens = (long) batchSize * sequenceLength;
    long rounds = Math.max(1, CHUNK_TOKENS / (batchTokens * localSteps));
    int batches = Math.toIntExact(rounds * localSteps);
    return new StreamLayout(tokens, shards, batchSize, sequenceLength, batches);
  }

  /** L: targets of each stream; the last token of all has none. Up to W*B - 1 tokens are left. */
  long streamLength() {
    return (tokens - 1) / ((long) shards * batchSize);
  }

  int batchesPerEpoch() {
    return Math.toIntExact((streamLength() + sequenceLength - 1) / sequenceLength);
  }

  int chunks() {
    return Math.max(1, (batchesPerEpoch() + batchesPerChunk - 1) / batchesPerChunk);
  }

  int partitions() {
    return chunks() * shards;
  }

  /** Targets of each stream in one chunk. */
  int chunkLength(int chunk) {
    long step = (long) batchesPerChunk * sequenceLength;
    return (int) Math.max(0, Math.min(step, streamLength() - chunk * step));
  }

  /** The place in the text of a stream's first token in a chunk. */
  long start(int stream, int chunk) {
    return stream * streamLength() + (long) chunk * batchesPerChunk * sequenceLength;
  }

  int streams() {
    return shards * batchSize;
  }
}
