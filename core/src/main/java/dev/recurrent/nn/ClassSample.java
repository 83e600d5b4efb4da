package dev.recurrent.nn;

import dev.recurrent.math.Seed;
import java.util.Arrays;

/**
 * Some of V classes, drawn for a batch: each class by itself, with a probability of its own. The
 * draw is a function of the seed alone.
 */
final class ClassSample {
  private static final int BISECTIONS = 60;

  private final double[] probabilities;
  private final float[] logarithms;
  private final int[] places;
  private final int[] drawn;
  private int size;

  /**
   * @param probabilities of each class to be in a sample, above 0 and at most 1
   */
  ClassSample(double[] probabilities) {
    this.probabilities = probabilities;
    logarithms = new float[probabilities.length];
    for (int i = 0; i < probabilities.length; i++) {
      logarithms[i] = (float) Math.log(probabilities[i]);
    }
    places = new int[probabilities.length];
    Arrays.fill(places, -1);
    drawn = new int[probabilities.length];
  }

  /**
   * Classes that are ordered by frequency, the most frequent first: class k is drawn with a
   * probability that follows log((k+2)/(k+1)), which is about Zipf's law.
   *
   * @param expected classes in a sample on average, at least 1 and below {@code classes}
   */
  static ClassSample ofRanks(int classes, int expected) {
    double[] shares = new double[classes];
    for (int i = 0; i < classes; i++) {
      shares[i] = Math.log1p(1.0 / (i + 1)) / Math.log1p(classes);
    }
    double least = 0;
    double most = expected / shares[classes - 1];
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (least + most) / 2;
      double sum = 0;
      for (double share : shares) {
        sum += atLeastOnce(share, middle);
      }
      least = sum < expected ? middle : least;
      most = sum < expected ? most : middle;
    }
    for (int i = 0; i < classes; i++) {
      shares[i] = atLeastOnce(shares[i], most);
    }
    return new ClassSample(shares);
  }

  /** The probability that a class is among so many draws with replacement. */
  private static double atLeastOnce(double share, double draws) {
    return -Math.expm1(-draws * share);
  }

  /** Draws a new sample. */
  void draw(long seed) {
    for (int i = 0; i < size; i++) {
      places[drawn[i]] = -1;
    }
    size = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (Seed.unit(Seed.bits(seed, i)) < probabilities[i]) {
        places[i] = size;
        drawn[size++] = i;
      }
    }
  }

  /** How many classes were drawn. */
  int size() {
    return size;
  }

  /** The class at a place of the sample, 0 to below {@link #size}; in ascending order. */
  int at(int place) {
    return drawn[place];
  }

  /** The place of a class in the sample, or -1. */
  int placeOf(int drawnClass) {
    return places[drawnClass];
  }

  /** The logarithm of the class's probability to be in a sample. */
  float logProbability(int drawnClass) {
    return logarithms[drawnClass];
  }
}
