package dev.recurrent.nlp.sentiment.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VectorVocabularyTest {
  private static final TokenCounts OWN =
      new TokenCounts(
          TokenKind.WORD, Map.of(" film", 5L, " zyx", 2L, " rare", 1L, " known", 1L, ",", 3L));
  private static final Set<String> VECTORS = Set.of(" film", " known", " other", " more");

  private static List<String> words(int size) {
    Stream<String> others = Stream.of(" other", " film", " more", " other");
    List<String> tokens = VectorVocabulary.of(OWN, VECTORS::contains, others, size).tokens();
    return tokens.subList(Vocabulary.SPECIAL_TOKENS.size(), tokens.size());
  }

  @Test
  void wordsOfTheTextsComeFirstAndThoseOfTheVectorsFollow() {
    assertEquals(List.of(" film", ",", " zyx", " known", " other", " more"), words(100));
  }

  @Test
  void aWordThatIsThereOnceAndHasNoVectorIsUnknown() {
    assertFalse(words(100).contains(" rare"));
  }

  @Test
  void theSizeIsTheLargest() {
    assertEquals(List.of(" film", ",", " zyx", " known", " other"), words(9));
    assertEquals(List.of(" film"), words(5));
  }
}
