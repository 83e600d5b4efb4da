package dev.recurrent.nlp.translation;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * chrF2 of a corpus: the F score of character n-grams up to six, recall counting twice as much
 * (Popović 2015), as sacreBLEU computes it by default: white space left out, of several references
 * the one that fits best, orders averaged where both sides have any.
 */
public final class Chrf implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ORDER = 6;
  private static final double BETA_SQUARED = 4;

  private final boolean lowercase;

  /** For each order: n-grams of translations, of references, of both. */
  private final long[] counts = new long[3 * ORDER];

  /**
   * @param lowercase whether case counts as nothing
   */
  public Chrf(boolean lowercase) {
    this.lowercase = lowercase;
  }

  /**
   * Counts one sentence.
   *
   * @param references at least one, of the same source
   * @throws IllegalArgumentException if there is none
   */
  public void add(String translation, List<String> references) {
    if (references.isEmpty()) {
      throw new IllegalArgumentException("no reference to compare \"" + translation + "\" with");
    }
    int[] own = characters(translation);
    long[] best = new long[counts.length];
    double bestScore = -1;
    for (String reference : references) {
      long[] compared = compare(own, characters(reference));
      double score = score(compared);
      if (score > bestScore) {
        bestScore = score;
        best = compared;
      }
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += best[i];
    }
  }

  private int[] characters(String sentence) {
    String text = lowercase ? sentence.toLowerCase(Locale.ROOT) : sentence;
    return String.join("", Tokenizer13a.split(text)).codePoints().toArray();
  }

  private static long[] compare(int[] translation, int[] reference) {
    long[] counts = new long[3 * ORDER];
    for (int n = 1; n <= ORDER; n++) {
      Map<String, Integer> theirs = ngrams(reference, n);
      long all = Math.max(0, translation.length - n + 1);
      long common = 0;
      for (Map.Entry<String, Integer> entry : ngrams(translation, n).entrySet()) {
        common += Math.min(entry.getValue(), theirs.getOrDefault(entry.getKey(), 0));
      }
      int at = 3 * (n - 1);
      counts[at] = theirs.isEmpty() ? 0 : all;
      counts[at + 1] = Math.max(0, reference.length - n + 1);
      counts[at + 2] = common;
    }
    return counts;
  }

  private static Map<String, Integer> ngrams(int[] characters, int n) {
    Map<String, Integer> ngrams = new HashMap<>();
    for (int i = 0; i + n <= characters.length; i++) {
      ngrams.merge(new String(characters, i, n), 1, Integer::sum);
    }
    return ngrams;
  }

  private static double score(long[] counts) {
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int at = 0; at < counts.length; at += 3) {
      if (counts[at] > 0 && counts[at + 1] > 0) {
        precision += (double) counts[at + 2] / counts[at];
        recall += (double) counts[at + 2] / counts[at + 1];
        orders++;
      }
    }
    if (precision + recall == 0) {
      return 0;
    }
    precision /= orders;
    recall /= orders;
    return 100 * (1 + BETA_SQUARED) * precision * recall / (BETA_SQUARED * precision + recall);
  }

  /** Adds what another has counted. */
  public void merge(Chrf other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** 0 to 100. */
  public double score() {
    return score(counts);
  }
}
