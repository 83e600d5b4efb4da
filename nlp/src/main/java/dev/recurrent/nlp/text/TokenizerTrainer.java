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
   *   <li>{@code CHAR}, {@code WORD} and own tokenizers take the most frequent characters, words or
   *       pieces that fit; the rest becomes {@link Vocabulary#UNKNOWN}.
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
  public static Tokenizer learn(TokenizerType kind, int vocabularySize, TokenCounts counts) {
    requireSize(kind, vocabularySize);
    checkCounts(kind, counts);
    if (kind == TokenKind.BPE) {
      return new MergeLearner(alphabet(counts, vocabularySize), counts).learn(vocabularySize);
    }
    int special = Vocabulary.SPECIAL_TOKENS.size();
    return of(kind, Vocabulary.withSpecialTokens(mostFrequent(counts, vocabularySize - special)));
  }

  /** The tokenizer of a kind whose vocabulary is all that it learns. */
  static Tokenizer of(TokenizerType kind, Vocabulary vocabulary) {
    if (kind instanceof TokenizerClass own) {
      return own.tokenizer(vocabulary);
    }
    return kind == TokenKind.CHAR ? new CharTokenizer(vocabulary) : new WordTokenizer(vocabulary);
  }

  /**
   * Checks a size before there is any text.
   *
   * @throws IllegalArgumentException for a vocabulary that is too small or too large for its kind
   */
  public static void requireSize(TokenizerType kind, int vocabularySize) {
    int least = kind.minimumVocabulary();
    if (vocabularySize < least) {
      String parts =
          kind == TokenKind.BPE
              ? "256 byte tokens + 1 for the space"
              : kind == TokenKind.CHAR ? "1 character" : "1 word";
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

  private static void checkCounts(TokenizerType kind, TokenCounts counts) {
    if (!sameUnits(kind, counts.kind())) {
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

  /** Words are counted for WORD and for BPE alike. */
  private static boolean sameUnits(TokenizerType kind, TokenizerType counted) {
    return kind.equals(counted)
        || (kind instanceof TokenKind && kind != TokenKind.CHAR)
            && (counted instanceof TokenKind && counted != TokenKind.CHAR);
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
