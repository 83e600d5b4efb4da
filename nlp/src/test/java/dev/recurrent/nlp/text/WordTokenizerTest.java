package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordTokenizerTest {

  @Test
  void knownTextSurvives() {
    String corpus = Texts.ALL + String.join("\n", Texts.ODD);
    Tokenizer tokenizer = Texts.learn(TokenKind.WORD, 5000, corpus);
    assertEquals(corpus, tokenizer.decode(tokenizer.encode(corpus)));
  }

  @Test
  void randomKnownTextSurvives() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      String text = Texts.random(random, 300);
      Tokenizer tokenizer = Texts.learn(TokenKind.WORD, 1000, text);
      assertEquals(text, tokenizer.decode(tokenizer.encode(text)));
    }
  }

  @Test
  void wordWithAndWithoutItsSpaceAreTwoTokens() {
    Tokenizer tokenizer =
        new WordTokenizer(Vocabulary.withSpecialTokens(List.of("sea", " sea", ",", "\n")));
    assertArrayEquals(new int[] {4, 6, 5, 7, 4, 1}, tokenizer.encode("sea, sea\nsea lion"));
  }

  @Test
  void spelledOutSpecialTokensAreText() {
    Tokenizer tokenizer = new WordTokenizer(Vocabulary.withSpecialTokens(List.of("<", "s", ">")));
    assertArrayEquals(new int[] {4, 5, 6}, tokenizer.encode("<s>"));
    assertEquals("<s>", tokenizer.decode(new int[] {2, 4, 5, 6, 3}));
  }

  @Test
  void tokensOfTwoWordsAreRejected() {
    Vocabulary vocabulary = Vocabulary.withSpecialTokens(List.of("two words"));
    assertThrows(IllegalArgumentException.class, () -> new WordTokenizer(vocabulary));
  }
}
