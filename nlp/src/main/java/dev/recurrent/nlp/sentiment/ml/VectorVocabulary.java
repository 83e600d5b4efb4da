package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The vocabulary of a network whose embedding begins with word vectors. Few labelled texts have few
 * of a language's words. The vectors know the others, so texts to classify may have them too.
 */
final class VectorVocabulary {
  /** A word that the texts have once, and the vectors do not, can only be learned by heart. */
  private static final long FEWEST = 2;

  private VectorVocabulary() {}

  /**
   * First the tokens of the labelled texts that have a vector or occur twice, the most frequent
   * first. Then the other tokens with a vector, in their order, as far as the size allows.
   *
   * @param own tokens of the labelled texts
   * @param others tokens that have a vector
   * @param size of the vocabulary at most, with its special tokens
   */
  static Vocabulary of(
      TokenCounts own, Predicate<String> hasVector, Stream<String> others, int size) {
    Set<String> all = own.asMap().keySet();
    Stream<String> first =
        own.mostFrequent().stream()
            .filter(token -> token.getValue() >= FEWEST || hasVector.test(token.getKey()))
            .map(Map.Entry::getKey);
    List<String> tokens =
        Stream.concat(first, others.filter(token -> !all.contains(token)))
            .filter(VectorVocabulary::isToken)
            .distinct()
            .limit(size - Vocabulary.SPECIAL_TOKENS.size())
            .toList();
    return Vocabulary.withSpecialTokens(tokens);
  }

  /** Whether a text can have it. */
  static boolean isToken(String token) {
    return Vocabulary.canHold(token) && TokenKind.WORD.isUnit(token);
  }
}
