package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.recurrent.nlp.text.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPreprocessingTest {
  @Test
  void cleanTextHasOneSpaceBeforeEachWordAndNoMarkup() {
    TextPreprocessing form = new TextPreprocessing(true, true, 9, TextPreprocessing.Keep.HEAD);
    assertEquals(
        " a fine film. 3 < 4, you see", form.clean("A fine<br /><br />FILM.\n\t3 < 4, you see "));
    assertEquals(
        " ÄRGER",
        new TextPreprocessing(false, true, 9, TextPreprocessing.Keep.HEAD).clean("ÄRGER"));
    assertEquals(
        " <b>x", new TextPreprocessing(true, false, 9, TextPreprocessing.Keep.HEAD).clean("<b>x"));
  }

  @ParameterizedTest
  @CsvSource({"HEAD,4,5,6", "TAIL,8,9,10", "BOTH,4,5,10"})
  void ofALongTextTheChosenPartStays(
      TextPreprocessing.Keep keep, int first, int second, int third) {
    TextPreprocessing form = new TextPreprocessing(true, true, 3, keep);
    int[] tokens = form.tokens("a film fine dull good bad.", Texts.tokenizer());
    assertArrayEquals(new int[] {first, second, third}, tokens);
    int[] backward = form.reading(true).tokens("a film fine dull good bad.", Texts.tokenizer());
    assertArrayEquals(new int[] {third, second, first}, backward);
  }

  @Test
  void anEmptyTextIsOneUnknownToken() {
    TextPreprocessing form = new TextPreprocessing(true, true, 3, TextPreprocessing.Keep.HEAD);
    assertArrayEquals(new int[] {Vocabulary.UNKNOWN}, form.tokens("", Texts.tokenizer()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TextPreprocessing(true, true, 0, TextPreprocessing.Keep.HEAD));
  }
}
