package dev.recurrent.spark.job;

import java.util.Comparator;
import java.util.List;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known word that a misspelt one most likely meant. */
public final class Nearest {
  private Nearest() {}

  /** By the least number of letters put in, left out or replaced; the first of several. */
  public static String of(String word, List<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance.apply(word, candidate)))
        .orElse(word);
  }
}
