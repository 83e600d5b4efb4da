package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TokenizerTrainerTest {

  @Test
  void charactersAreKeptIfTheyFit() {
    Tokenizer tokenizer = Texts.learn(TokenKind.CHAR, 1000, "hello");
    assertEquals(
        List.of("<pad>", "<unk>", "<s>", "</s>", "l", "e", "h", "o"),
        tokenizer.vocabulary().tokens());
  }

  @Test
  void theMostFrequentCharactersAreKeptIfNotAllFit() {
    Tokenizer tokenizer = Texts.learn(TokenKind.CHAR, 6, "hello");
    assertEquals(
        List.of("<pad>", "<unk>", "<s>", "</s>", "l", "e"), tokenizer.vocabulary().tokens());
  }

  @Test
  void theMostFrequentWordsAreKept() {
    Tokenizer tokenizer = Texts.learn(TokenKind.WORD, 6, "b a b a c a");
    assertEquals(
        List.of("<pad>", "<unk>", "<s>", "</s>", " a", " b"), tokenizer.vocabulary().tokens());
  }

  @Test
  void sizeIsThatAskedForIfTheTextCanFillIt() {
    for (int size : new int[] {261, 262, 300, 500}) {
      assertEquals(size, Texts.learn(TokenKind.BPE, size, Texts.ALL).vocabulary().size());
    }
    assertEquals(50, Texts.learn(TokenKind.WORD, 50, Texts.ALL).vocabulary().size());
  }

  @ParameterizedTest
  @EnumSource
  void sizeIsSmallerIfTheTextCannotFillIt(TokenKind kind) {
    int size = Texts.learn(kind, 60_000, Texts.ALL).vocabulary().size();
    assertTrue(size > 4 && size < 3000, "size " + size);
  }

  @Test
  void charactersSeenOnceHaveNoTokenInBpe() {
    Vocabulary vocabulary = Texts.learn(TokenKind.BPE, 1000, "aa b cc").vocabulary();
    assertTrue(vocabulary.contains("a"));
    assertTrue(vocabulary.contains("c"));
    assertFalse(vocabulary.contains("b"));
  }

  @Test
  void rareCharactersOfLargeTextsHaveNoTokenInBpe() {
    Map<String, Long> words = Map.of("a", 9_999_985L, "b", 10L, "c", 5L);
    Vocabulary vocabulary =
        TokenizerTrainer.learn(TokenKind.BPE, 1000, new TokenCounts(TokenKind.BPE, words))
            .vocabulary();
    assertTrue(vocabulary.contains("b"));
    assertFalse(vocabulary.contains("c"));
  }

  @ParameterizedTest
  @EnumSource
  void unpairedSurrogatesAndLongWordsAreNotLearned(TokenKind kind) {
    String longWord = "x".repeat(5000);
    String text = ("a\uD800 \uDC00b " + longWord + " ").repeat(3);
    Tokenizer tokenizer = Texts.learn(kind, 1000, text);
    for (String token : tokenizer.vocabulary().tokens()) {
      assertTrue(Vocabulary.canHold(token));
    }
    assertEquals(
        TokenizerJson.write(tokenizer),
        TokenizerJson.write(TokenizerJson.read(TokenizerJson.write(tokenizer))));
  }

  @ParameterizedTest
  @CsvSource({
    "CHAR, 4, vocabulary size is 4, 'expected at least 5 (4 special tokens + 1 character)'",
    "WORD, 0, vocabulary size is 0, 'expected at least 5 (4 special tokens + 1 word)'",
    "BPE, 260, vocabulary size is 260, "
        + "'expected at least 261 (4 special tokens + 256 byte tokens + 1 for the space)'",
    "BPE, 65537, vocabulary size is 65537, expected at most 65536",
  })
  void sizesOutOfBoundsAreRejected(TokenKind kind, int size, String got, String expected) {
    TokenCounts counts = new TokenCounts(kind);
    counts.add("text");
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> TokenizerTrainer.learn(kind, size, counts))
            .getMessage();
    assertEquals(got + ", " + expected + " for tokens=" + kind.label(), message);
  }

  @Test
  void countsHaveToFitTheKind() {
    TokenCounts words = new TokenCounts(TokenKind.WORD);
    words.add("text text");
    assertThrows(
        IllegalArgumentException.class, () -> TokenizerTrainer.learn(TokenKind.CHAR, 300, words));
    assertEquals(TokenKind.BPE, TokenizerTrainer.learn(TokenKind.BPE, 300, words).kind());
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLearnedFromNoText(TokenKind kind) {
    TokenCounts none = new TokenCounts(kind);
    assertThrows(IllegalArgumentException.class, () -> TokenizerTrainer.learn(kind, 300, none));
  }
}
