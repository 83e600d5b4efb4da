package dev.recurrent.nlp.translation;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU of a corpus (Papineni et al. 2002), counted and smoothed as sacreBLEU does by default (Post
 * 2018, arXiv:1804.08771): 13a tokens, up to four of them, exponential smoothing where an order has
 * no match, the closest reference's length. Parts of a corpus are counted apart and merged in any
 * order.
 */
public final class Bleu implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int ORDER = 4;

  private final boolean lowercase;
  private final long[] matches = new long[ORDER];
  private final long[] totals = new long[ORDER];
  private long length;
  private long referenceLength;
  private long sentences;
  private int fewestReferences = Integer.MAX_VALUE;
  private int mostReferences;

  /**
   * @param lowercase whether case counts as nothing
   */
  public Bleu(boolean lowercase) {
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
    List<String> words = Tokenizer13a.words(translation, lowercase);
    Map<List<String>, Integer> most = new HashMap<>();
    int closest = Integer.MAX_VALUE;
    for (String reference : references) {
      List<String> own = Tokenizer13a.words(reference, lowercase);
      closest = closer(words.size(), closest, own.size());
      counts(own).forEach((ngram, count) -> most.merge(ngram, count, Math::max));
    }
    counts(words)
        .forEach(
            (ngram, count) ->
                matches[ngram.size() - 1] += Math.min(count, most.getOrDefault(ngram, 0)));
    for (int n = 1; n <= ORDER; n++) {
      totals[n - 1] += Math.max(0, words.size() - n + 1);
    }
    length += words.size();
    referenceLength += closest;
    sentences++;
    fewestReferences = Math.min(fewestReferences, references.size());
    mostReferences = Math.max(mostReferences, references.size());
  }

  /** The length nearer to {@code length}, of two as near the shorter. */
  private static int closer(int length, int a, int b) {
    long toA = Math.abs((long) a - length);
    long toB = Math.abs((long) b - length);
    return toB < toA || (toB == toA && b < a) ? b : a;
  }

  private static Map<List<String>, Integer> counts(List<String> words) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int n = 1; n <= ORDER; n++) {
      for (int i = 0; i + n <= words.size(); i++) {
        counts.merge(words.subList(i, i + n), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Adds what another has counted. */
  public void merge(Bleu other) {
    for (int n = 0; n < ORDER; n++) {
      matches[n] += other.matches[n];
      totals[n] += other.totals[n];
    }
    length += other.length;
    referenceLength += other.referenceLength;
    sentences += other.sentences;
    fewestReferences = Math.min(fewestReferences, other.fewestReferences);
    mostReferences = Math.max(mostReferences, other.mostReferences);
  }

  /** 0 to 100. */
  public double score() {
    long any = 0;
    for (long match : matches) {
      any += match;
    }
    if (any == 0 || totals[ORDER - 1] == 0) {
      return 0;
    }
    double logs = 0;
    double smooth = 1;
    for (int n = 0; n < ORDER; n++) {
      if (matches[n] == 0) {
        smooth *= 2;
        logs += Math.log(100 / (smooth * totals[n]));
      } else {
        logs += Math.log(100.0 * matches[n] / totals[n]);
      }
    }
    return brevityPenalty() * Math.exp(logs / ORDER);
  }

  /** What translations shorter than their references cost: 1 where they are not. */
  public double brevityPenalty() {
    return length >= referenceLength || length == 0
        ? length == 0 ? 0 : 1
        : Math.exp(1 - (double) referenceLength / length);
  }

  /** Sentences counted. */
  public long sentences() {
    return sentences;
  }

  /** How it was counted, in sacreBLEU's words. */
  public String signature() {
    return "nrefs:"
        + (fewestReferences == mostReferences ? Integer.toString(mostReferences) : "var")
        + "|case:"
        + (lowercase ? "lc" : "mixed")
        + "|eff:no|tok:13a|smooth:exp|version:recurrent";
  }
}
