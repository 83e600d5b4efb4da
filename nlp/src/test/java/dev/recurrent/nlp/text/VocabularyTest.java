package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {

  private final Vocabulary vocabulary = Vocabulary.withSpecialTokens(List.of("a", "b"));

  @Test
  void specialTokensHaveTheFirstFourIds() {
    assertEquals("<pad>", vocabulary.token(Vocabulary.PADDING));
    assertEquals("<unk>", vocabulary.token(Vocabulary.UNKNOWN));
    assertEquals("<s>", vocabulary.token(Vocabulary.START));
    assertEquals("</s>", vocabulary.token(Vocabulary.END));
    assertTrue(vocabulary.isSpecial(3));
    assertFalse(vocabulary.isSpecial(4));
    assertFalse(vocabulary.isSpecial(-1));
  }

  @Test
  void idAndTokenAreInverse() {
    assertEquals(6, vocabulary.size());
    for (int id = 0; id < vocabulary.size(); id++) {
      assertEquals(id, vocabulary.id(vocabulary.token(id)));
      assertTrue(vocabulary.contains(vocabulary.token(id)));
    }
  }

  @Test
  void unknownTokensHaveTheUnknownId() {
    assertEquals(Vocabulary.UNKNOWN, vocabulary.id("c"));
    assertFalse(vocabulary.contains("c"));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 6, Integer.MAX_VALUE})
  void idsOutsideAreRejected(int id) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> vocabulary.token(id)).getMessage();
    assertTrue(message.startsWith("token id is " + id + ", expected 0 to 5"), message);
  }

  @Test
  void repeatedTokensAreRejected() {
    assertThrows(
        IllegalArgumentException.class, () -> Vocabulary.withSpecialTokens(List.of("a", "a")));
    assertThrows(
        IllegalArgumentException.class, () -> Vocabulary.withSpecialTokens(List.of("<s>")));
  }

  @Test
  void specialTokensHaveToComeFirst() {
    assertThrows(IllegalArgumentException.class, () -> new Vocabulary(List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Vocabulary(List.of("a", "<pad>", "<unk>", "<s>", "</s>")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\uD800", "a\uDC00", "\uDC00\uD800"})
  void tokensNoFileCanHoldAreRejected(String token) {
    assertThrows(
        IllegalArgumentException.class, () -> Vocabulary.withSpecialTokens(List.of(token)));
  }

  @Test
  void longTokensAreRejected() {
    assertTrue(Vocabulary.canHold("x".repeat(Vocabulary.MAXIMUM_TOKEN_LENGTH)));
    assertFalse(Vocabulary.canHold("x".repeat(Vocabulary.MAXIMUM_TOKEN_LENGTH + 1)));
  }

  @Test
  void idsFitAChar() {
    List<String> fitting =
        IntStream.range(0, Vocabulary.MAXIMUM_SIZE - 4).mapToObj(i -> "t" + i).toList();
    List<String> tooMany =
        IntStream.range(0, Vocabulary.MAXIMUM_SIZE - 3).mapToObj(i -> "t" + i).toList();
    Vocabulary full = Vocabulary.withSpecialTokens(fitting);
    assertEquals(Character.MAX_VALUE, full.size() - 1);
    assertThrows(IllegalArgumentException.class, () -> Vocabulary.withSpecialTokens(tooMany));
  }
}
