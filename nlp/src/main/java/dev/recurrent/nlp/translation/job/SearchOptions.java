package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.translation.SearchConfig;
import picocli.CommandLine.Option;

/** How {@code translation evaluate} and {@code translate} search. */
final class SearchOptions {
  @Option(
      names = "--beam",
      defaultValue = "5",
      description =
          "Hypotheses kept at each step; 1 for greedy search (default: ${DEFAULT-VALUE}).")
  private int beam;

  @Option(
      names = "--length-penalty",
      defaultValue = "1",
      description = "Exponent of the length penalty that divides scores; 0 for none (default: 1).")
  private double lengthPenalty;

  @Option(
      names = "--coverage-penalty",
      defaultValue = "0",
      description = "Penalty for source tokens that got no attention (default: 0).")
  private double coveragePenalty;

  @Option(
      names = "--block-ngrams",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "No sequence of N tokens occurs twice in a translation; 0 for no such rule (default:"
              + " 0).")
  private int blockedNgram;

  /**
   * @throws IllegalArgumentException naming the option that cannot be
   */
  SearchConfig config() {
    return new SearchConfig(
        beam,
        lengthPenalty,
        coveragePenalty,
        blockedNgram,
        SearchConfig.defaults().maxLengthRatio());
  }
}
