package dev.recurrent.nlp.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GrowingTextTest {
  private static final int FIRST = Vocabulary.SPECIAL_TOKENS.size();

  private static final Tokenizer BPE =
      TinyModels.tokenizer(TokenKind.BPE, 300, "the cat sat on the mat, the cat sat");

  private static List<String> pieces(Tokenizer tokenizer, int[] tokens) {
    GrowingText growing = new GrowingText(tokenizer);
    List<String> pieces = new ArrayList<>();
    for (int token : tokens) {
      pieces.add(growing.add(token));
    }
    pieces.add(growing.rest());
    return pieces;
  }

  @Test
  void aCharacterOfSeveralBytesIsHeldBackUntilItIsWhole() {
    int[] tokens = BPE.encode("\u20ac\ud83d\ude00");
    assertEquals(List.of("", "", "\u20ac", "", "", "", "\ud83d\ude00", ""), pieces(BPE, tokens));
  }

  @Test
  void anyTokensGiveTheTextOfAllOfThem() {
    SplittableRandom random = new SplittableRandom(11);
    for (int run = 0; run < 200; run++) {
      int[] tokens = new int[40];
      for (int i = 0; i < tokens.length; i++) {
        // Bytes that are characters, halves of such and none; letters between them.
        tokens[i] = FIRST + random.nextInt(BPE.vocabulary().size() - FIRST);
        tokens[i] = random.nextInt(4) > 0 ? FIRST + 0x80 + random.nextInt(0x80) : tokens[i];
      }
      assertEquals(BPE.decode(tokens), String.join("", pieces(BPE, tokens)));
    }
  }

  @Test
  void aLongTextTakesTimeByItsLength() {
    // Bytes that never become a character are the worst: all of them are held back.
    int[] tokens = new int[300_000];
    java.util.Arrays.fill(tokens, FIRST + 0xFF);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> pieces(BPE, tokens));
  }
}
