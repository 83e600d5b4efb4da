package dev.recurrent.nlp.text;

import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often each unit occurs in a part of a corpus: each code point for {@link TokenKind#CHAR},
 * each {@link PreTokens} piece for {@link TokenKind#WORD} and {@link TokenKind#BPE}, each piece of
 * an own tokenizer. Parts are counted apart and merged in any order; the sums and what is learned
 * from them are the same.
 *
 * <p>Not thread-safe.
 */
public final class TokenCounts implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Comparator<Map.Entry<String, Long>> MOST_FREQUENT_FIRST =
      Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
          .thenComparing(Map.Entry.comparingByKey(CodePointOrder.INSTANCE));

  private final TokenizerType kind;
  private final HashMap<String, Long> counts;

  /** Counts of no text yet. */
  public TokenCounts(TokenizerType kind) {
    this.kind = kind;
    this.counts = new HashMap<>();
  }

  /**
   * Counts made elsewhere, such as sums by key over a cluster. The map is copied.
   *
   * @param counts occurrences by unit
   * @throws IllegalArgumentException if a count is below 1 or a key is not one unit of this kind
   */
  public TokenCounts(TokenizerType kind, Map<String, Long> counts) {
    this(kind);
    counts.forEach(
        (unit, count) -> {
          if (count < 1) {
            throw new IllegalArgumentException(
                "count of \"" + unit + "\" is " + count + ", expected at least 1");
          }
          if (!isUnit(unit)) {
            throw new IllegalArgumentException(
                "counts hold \"" + unit + "\", expected one unit for tokens=" + kind.label());
          }
          this.counts.put(unit, count);
        });
  }

  private boolean isUnit(String unit) {
    return !(kind instanceof TokenKind builtIn) || builtIn.isUnit(unit);
  }

  /** Counts the units of a text. */
  public void add(String text) {
    for (String unit : kind.units(text)) {
      add(unit, 1);
    }
  }

  /** Adds occurrences of one unit. */
  private void add(String unit, long count) {
    counts.merge(unit, count, Math::addExact);
  }

  /**
   * Adds all counts of another part, which stays as it is.
   *
   * @throws IllegalArgumentException if the other counts are of another kind
   */
  public void merge(TokenCounts other) {
    if (!other.kind.equals(kind)) {
      throw new IllegalArgumentException(
          "counts to merge are of tokens="
              + other.kind.label()
              + ", expected tokens="
              + kind.label());
    }
    other.counts.forEach(this::add);
  }

  /** The counts of code points in all counted text. */
  TokenCounts codePoints() {
    TokenCounts sums = new TokenCounts(TokenKind.CHAR);
    counts.forEach(
        (unit, count) ->
            unit.codePoints().forEach(codePoint -> sums.add(Character.toString(codePoint), count)));
    return sums;
  }

  /** What is counted. */
  public TokenizerType kind() {
    return kind;
  }

  /** Number of different units. */
  public int size() {
    return counts.size();
  }

  /** Number of units counted. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
  }

  /** Occurrences by unit; an unmodifiable view in no particular order. */
  public Map<String, Long> asMap() {
    return Collections.unmodifiableMap(counts);
  }

  /** Units and their counts, the most frequent first, equally frequent ones by code points. */
  public List<Map.Entry<String, Long>> mostFrequent() {
    return counts.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
        .sorted(MOST_FREQUENT_FIRST)
        .toList();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenCounts that
        && kind.equals(that.kind)
        && counts.equals(that.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  @Override
  public String toString() {
    return "TokenCounts of " + counts.size() + " units for tokens=" + kind.label();
  }
}
