package dev.recurrent.math;

/**
 * Random numbers as a pure function of what they are for: the same seed, round, shard and step give
 * the same numbers on any executor, in any order. The mixer is SplitMix64's (Steele et al. 2014).
 */
public final class Seed {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seed() {}

  /** A seed for one purpose, derived from another and a number that names it. */
  public static long of(long seed, long purpose) {
    return mix((mix(seed + GOLDEN) ^ purpose) + GOLDEN);
  }

  /** A seed for one purpose, derived from another and up to a few numbers that name it. */
  public static long of(long seed, long first, long... more) {
    long state = mix(seed + GOLDEN) ^ first;
    for (long next : more) {
      state = mix(state + GOLDEN) ^ next;
    }
    return mix(state + GOLDEN);
  }

  /** The n-th 64 random bits of a seed. */
  public static long bits(long seed, long n) {
    return mix(seed + n * GOLDEN);
  }

  /** Evenly spread in [0,1): what 64 random bits draw. */
  public static double unit(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
