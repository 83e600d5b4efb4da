package dev.recurrent.spark.job;

import java.util.Comparator;
import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known word that a misspelt one most likely meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * One that begins with the word, else the one with the least number of letters put in, left out
   * or replaced; the first of several.
   */
  public static String of(String word, List<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    Comparator<String> begins =
        Comparator.comparing(candidate -> word.isEmpty() || !candidate.startsWith(word));
    return known.stream()
        .min(begins.thenComparingInt(candidate -> distance.apply(word, candidate)))
        .orElse(word);
  }
}
