package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsTest {
  private static final TextPreprocessing FORM =
      new TextPreprocessing(true, true, 5, TextPreprocessing.Keep.HEAD);

  @ParameterizedTest
  @CsvSource({
    "Not good!, not|good|not good|!|not good !|good !",
    "'<b>It''s</b>  10 pm', it's|10|it's 10|pm|it's 10 pm|10 pm",
    "Größe Größe, größe|größe|größe größe",
    "'. , ;', ''",
    "'', ''",
  })
  void oneToThreeWordsAreTerms(String text, String terms) {
    List<String> expected = terms.isEmpty() ? List.of() : List.of(terms.split("\\|"));
    assertEquals(expected, new Terms(FORM, false).of(text));
  }

  /** The network reads at most five tokens; the bag reads all. */
  @Test
  void aLongTextIsNotCut() {
    assertTrue(new Terms(FORM, false).of("a b c d e f g h").contains("g h"));
  }

  @Test
  void charactersOutsideTheFirstPlaneAreOneCharacter() {
    List<String> terms = new Terms(FORM, true).of("a\uD83D\uDE00b");
    assertEquals(15, terms.size());
    assertEquals(
        Set.of(" ", "a", "\uD83D\uDE00", "b"),
        Set.copyOf(terms.stream().filter(t -> t.codePointCount(0, t.length()) == 1).toList()));
    assertTrue(terms.contains(" a\uD83D\uDE00b "), "all five: " + terms);
  }

  @Test
  void termsOfCharactersAreOfTheFirstTwoThousand() {
    List<String> terms = new Terms(FORM, true).of("x".repeat(5000));
    assertEquals(5 * 2000 - 10, terms.size());
  }
}
