package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PreTokensTest {

  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    for (int start = 0; start < text.length(); ) {
      int end = PreTokens.end(text, start);
      pieces.add(text.substring(start, end));
      start = end;
    }
    return pieces;
  }

  @Test
  void oneSpaceBelongsToWhatFollows() {
    assertEquals(
        List.of("Don", "'", "t", " ", " stop", " (", "now", ")", "!", "\n", " "),
        pieces("Don't  stop (now)!\n "));
  }

  @Test
  void everyOtherWhiteSpaceIsAPiece() {
    assertEquals(
        List.of("a", "\r", "\n", "\t", "\t", "b", " ", "\u00A0", "c"),
        pieces("a\r\n\t\tb \u00A0c"));
  }

  @Test
  void combiningMarksStayInTheirWord() {
    assertEquals(List.of("cafe\u0301s", " n\u0303"), pieces("cafe\u0301s n\u0303"));
  }

  @Test
  void piecesJoinedAreTheText() {
    Random random = new Random(3);
    for (int round = 0; round < 500; round++) {
      String text = Texts.randomUnits(random, 40) + Texts.random(random, 40);
      assertEquals(text, String.join("", pieces(text)));
    }
  }

  @Test
  void expressionMatchesThePieces() {
    Pattern expression = Pattern.compile(PreTokens.expression(' '));
    Random random = new Random(4);
    List<String> texts = new ArrayList<>(Texts.ODD);
    texts.add(Texts.ALL);
    for (int round = 0; round < 500; round++) {
      texts.add(Texts.random(random, 80));
    }
    for (String text : texts) {
      List<String> matches = expression.matcher(text).results().map(MatchResult::group).toList();
      assertEquals(pieces(text), matches);
    }
  }

  @Test
  void expressionHasTheClassOfEveryCodePoint() {
    Pattern expression = Pattern.compile(PreTokens.expression(' '));
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (codePoint == Character.MIN_SURROGATE) {
        codePoint = Character.MAX_SURROGATE + 1;
      }
      String text = " " + Character.toString(codePoint) + "a";
      List<String> matches = expression.matcher(text).results().map(MatchResult::group).toList();
      assertEquals(pieces(text), matches);
    }
  }
}
