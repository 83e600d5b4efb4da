package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenCountsTest {

  private static TokenCounts counts(TokenKind kind, String text) {
    TokenCounts counts = new TokenCounts(kind);
    counts.add(text);
    return counts;
  }

  @Test
  void charactersAreCodePoints() {
    assertEquals(
        Map.of("a", 2L, "\uD83D\uDE00", 2L, "\n", 1L),
        counts(TokenKind.CHAR, "a\uD83D\uDE00a\uD83D\uDE00\n").asMap());
  }

  @Test
  void wordsKeepTheirSpace() {
    assertEquals(Map.of("a", 1L, " a", 2L, ".", 1L), counts(TokenKind.WORD, "a a a.").asMap());
  }

  @ParameterizedTest
  @EnumSource
  void partsInAnyOrderGiveTheSameCountsAndTokenizer(TokenKind kind) {
    List<TokenCounts> parts =
        new ArrayList<>(Texts.ALL.lines().map(line -> counts(kind, line + "\n")).toList());
    TokenCounts whole = counts(kind, Texts.ALL);
    String expected = TokenizerJson.write(TokenizerTrainer.learn(kind, 500, whole));
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(parts, new Random(seed));
      TokenCounts merged = new TokenCounts(kind);
      parts.forEach(merged::merge);
      assertEquals(whole, merged);
      assertEquals(whole.mostFrequent(), merged.mostFrequent());
      assertEquals(expected, TokenizerJson.write(TokenizerTrainer.learn(kind, 500, merged)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsSurviveTheMap(TokenKind kind) {
    TokenCounts counts = counts(kind, Texts.ALL);
    assertEquals(counts, new TokenCounts(kind, counts.asMap()));
  }

  @Test
  void tiesAreInCodePointOrder() {
    assertEquals(
        List.of(
            Map.entry("z", 2L),
            Map.entry("a", 1L),
            Map.entry("\uFF5E", 1L),
            Map.entry("\uD83D\uDE00", 1L)),
        counts(TokenKind.CHAR, "\uD83D\uDE00z\uFF5Eza").mostFrequent());
  }

  @Test
  void totalIsTheNumberOfUnits() {
    TokenCounts counts = counts(TokenKind.WORD, "a a a.");
    assertEquals(4, counts.total());
    assertEquals(3, counts.size());
  }

  @Test
  void codePointsOfWordsAreThoseOfTheText() {
    assertEquals(counts(TokenKind.CHAR, Texts.ALL), counts(TokenKind.BPE, Texts.ALL).codePoints());
  }

  @Test
  void otherKindsAreNotMerged() {
    TokenCounts words = new TokenCounts(TokenKind.WORD);
    assertThrows(
        IllegalArgumentException.class, () -> words.merge(new TokenCounts(TokenKind.CHAR)));
  }

  @Test
  void keysThatAreNoUnitAreRejected() {
    assertThrows(
        IllegalArgumentException.class, () -> new TokenCounts(TokenKind.CHAR, Map.of("ab", 1L)));
    assertThrows(
        IllegalArgumentException.class, () -> new TokenCounts(TokenKind.WORD, Map.of("a b", 1L)));
    assertThrows(
        IllegalArgumentException.class, () -> new TokenCounts(TokenKind.BPE, Map.of("", 1L)));
    assertThrows(
        IllegalArgumentException.class, () -> new TokenCounts(TokenKind.BPE, Map.of("a", 0L)));
  }

  @Test
  void countsDoNotOverflowSilently() {
    TokenCounts counts = new TokenCounts(TokenKind.CHAR, Map.of("a", Long.MAX_VALUE));
    assertThrows(ArithmeticException.class, () -> counts.add("a"));
  }
}
