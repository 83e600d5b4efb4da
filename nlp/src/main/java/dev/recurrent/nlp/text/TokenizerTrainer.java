package dev.recurrent.nlp.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Learns a tokenizer from the counts of a corpus. The same counts give the same tokenizer. */
public final class TokenizerTrainer {

  /** For BPE: a character has its own token if it is at least one in this many of all. */
  private static final long RAREST_CHARACTER = 1_000_000;

  /** For BPE: a character seen only once is spelled in bytes. */
  private static final long FEWEST_CHARACTERS = 2;

  private TokenizerTrainer() {}

  /**
   * Learns a tokenizer.
   *
   * <ul>
   *   <li>{@code CHAR} and {@code WORD} take the most frequent characters or words that fit; the
   *       rest becomes {@link Vocabulary#UNKNOWN}.
   *   <li>{@code BPE} takes the 256 byte tokens, the token for the space, the most frequent
   *       characters that fit (seen at least twice and once in a million characters; the rest is
   *       spelled in bytes) and fills up with merges of pairs that occur at least twice (Sennrich,
   *       Haddow and Birch 2016, arXiv:1508.07909).
   * </ul>
   *
   * <p>Of equally frequent characters or words the one that comes first by code points is taken.
   * The vocabulary is smaller than asked for if the corpus has no more to fill it with; compare
   * {@link Vocabulary#size()}.
   *
   * @param kind what one token is
   * @param vocabularySize number of tokens asked for, the four special ones included; at least 5,
   *     for BPE at least 261; at most {@link Vocabulary#MAXIMUM_SIZE}
   * @param counts counts of the same kind; WORD and BPE counts serve both
   * @throws IllegalArgumentException if the size is out of bounds, the counts do not fit the kind,
   *     or they are empty
   */
  public static Tokenizer learn(TokenKind kind, int vocabularySize, TokenCounts counts) {
    requireSize(kind, vocabularySize);
    checkCounts(kind, counts);
    int special = Vocabulary.SPECIAL_TOKENS.size();
    return switch (kind) {
      case CHAR ->
          new CharTokenizer(
              Vocabulary.withSpecialTokens(mostFrequent(counts, vocabularySize - special)));
      case WORD ->
          new WordTokenizer(
              Vocabulary.withSpecialTokens(mostFrequent(counts, vocabularySize - special)));
      case BPE -> new MergeLearner(alphabet(counts, vocabularySize), counts).learn(vocabularySize);
    };
  }

  /**
   * Checks a size before there is any text.
   *
   * @throws IllegalArgumentException for a vocabulary that is too small or too large for its kind
   */
  public static void requireSize(TokenKind kind, int vocabularySize) {
    int special = Vocabulary.SPECIAL_TOKENS.size();
    int least = kind == TokenKind.BPE ? special + ByteFallback.COUNT + 1 : special + 1;
    if (vocabularySize < least) {
      String parts =
          switch (kind) {
            case CHAR -> "1 character";
            case WORD -> "1 word";
            case BPE -> "256 byte tokens + 1 for the space";
          };
      throw new IllegalArgumentException(
          String.join(
              "",
              "vocabulary size is " + vocabularySize,
              ", expected at least " + least,
              " (4 special tokens + " + parts + ")",
              " for tokens=" + kind.label()));
    }
    if (vocabularySize > Vocabulary.MAXIMUM_SIZE) {
      throw new IllegalArgumentException(
          "vocabulary size is "
              + vocabularySize
              + ", expected at most "
              + Vocabulary.MAXIMUM_SIZE
              + " for tokens="
              + kind.label());
    }
  }

  private static void checkCounts(TokenKind kind, TokenCounts counts) {
    if ((kind == TokenKind.CHAR) != (counts.kind() == TokenKind.CHAR)) {
      throw new IllegalArgumentException(
          "counts are of tokens="
              + counts.kind().label()
              + ", expected counts for tokens="
              + kind.label());
    }
    if (counts.size() == 0) {
      throw new IllegalArgumentException(
          "counts are empty, expected at least one character of text to learn tokens="
              + kind.label()
              + " from");
    }
  }

  private static List<String> mostFrequent(TokenCounts counts, int size) {
    return counts.mostFrequent().stream()
        .map(Map.Entry::getKey)
        .filter(Vocabulary::canHold)
        .limit(size)
        .toList();
  }

  /** The tokens merging starts from: special, bytes, space, characters. */
  private static List<String> alphabet(TokenCounts counts, int vocabularySize) {
    TokenCounts characters = counts.codePoints();
    long fewest = Math.max(FEWEST_CHARACTERS, characters.total() / RAREST_CHARACTER);
    String space = Character.toString(BpeTokenizer.SPACE);
    List<String> tokens = new ArrayList<>(Vocabulary.SPECIAL_TOKENS);
    tokens.addAll(ByteFallback.tokens());
    tokens.add(space);
    characters.mostFrequent().stream()
        .filter(entry -> entry.getValue() >= fewest)
        .map(Map.Entry::getKey)
        .filter(character -> !character.equals(" ") && !character.equals(space))
        .filter(Vocabulary::canHold)
        .limit(vocabularySize - tokens.size())
        .forEach(tokens::add);
    return tokens;
  }
}
