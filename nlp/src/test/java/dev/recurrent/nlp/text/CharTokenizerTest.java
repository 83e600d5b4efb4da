package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CharTokenizerTest {

  @Test
  void knownTextSurvives() {
    String corpus = Texts.ALL + String.join("", Texts.ODD);
    Tokenizer tokenizer = Texts.learn(TokenKind.CHAR, 1000, corpus);
    for (String text : Texts.ODD) {
      assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    }
    assertEquals(corpus, tokenizer.decode(tokenizer.encode(corpus)));
  }

  @Test
  void randomKnownTextSurvives() {
    Random random = new Random(6);
    for (int round = 0; round < 50; round++) {
      String text = Texts.random(random, 200);
      Tokenizer tokenizer = Texts.learn(TokenKind.CHAR, 1000, text);
      assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    }
  }

  @Test
  void surrogatePairIsOneToken() {
    Tokenizer tokenizer =
        new CharTokenizer(Vocabulary.withSpecialTokens(List.of("a", "\uD83D\uDE00")));
    assertArrayEquals(new int[] {4, 5, 1, 1}, tokenizer.encode("a\uD83D\uDE00b\uD83D"));
  }

  @Test
  void specialTokensGiveNothing() {
    Tokenizer tokenizer = new CharTokenizer(Vocabulary.withSpecialTokens(List.of("a")));
    assertEquals("aa", tokenizer.decode(new int[] {2, 4, 1, 0, 4, 3, 0}));
  }

  @Test
  void idsOutsideTheVocabularyAreRejected() {
    Tokenizer tokenizer = new CharTokenizer(Vocabulary.withSpecialTokens(List.of("a")));
    assertThrows(IllegalArgumentException.class, () -> tokenizer.decode(new int[] {4, 5}));
  }

  @Test
  void longerTokensAreRejected() {
    Vocabulary vocabulary = Vocabulary.withSpecialTokens(List.of("ab"));
    assertThrows(IllegalArgumentException.class, () -> new CharTokenizer(vocabulary));
  }
}
