package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CodePointOrderTest {

  @Test
  void orderIsThatOfTheCodePointArrays() {
    Random random = new Random(5);
    for (int round = 0; round < 20_000; round++) {
      String start = Texts.random(random, random.nextInt(3));
      String left = start + Texts.random(random, random.nextInt(3));
      String right = start + Texts.random(random, random.nextInt(3));
      int expected = Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
      int actual = CodePointOrder.INSTANCE.compare(left, right);
      assertEquals(Integer.signum(expected), Integer.signum(actual));
    }
  }

  @Test
  void emojiComeAfterTheBasicPlane() {
    assertEquals(1, CodePointOrder.INSTANCE.compare("\uD83D\uDE00", "\uFF5E"));
  }
}
