package dev.recurrent.nlp.sentiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.recurrent.nlp.text.Vocabulary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormTest {
  @Test
  void cleanTextHasOneSpaceBeforeEachWordAndNoMarkup() {
    TextForm form = new TextForm(true, true, 9, TextForm.Keep.HEAD);
    assertEquals(
        " a fine film. 3 < 4, you see", form.clean("A fine<br /><br />FILM.\n\t3 < 4, you see "));
    assertEquals(" ÄRGER", new TextForm(false, true, 9, TextForm.Keep.HEAD).clean("ÄRGER"));
    assertEquals(" <b>x", new TextForm(true, false, 9, TextForm.Keep.HEAD).clean("<b>x"));
  }

  @ParameterizedTest
  @CsvSource({"HEAD,4,5,6", "TAIL,8,9,10", "BOTH,4,5,10"})
  void ofALongTextTheChosenPartStays(TextForm.Keep keep, int first, int second, int third) {
    TextForm form = new TextForm(true, true, 3, keep);
    int[] tokens = form.tokens("a film fine dull good bad.", Texts.tokenizer());
    assertArrayEquals(new int[] {first, second, third}, tokens);
  }

  @Test
  void anEmptyTextIsOneUnknownToken() {
    TextForm form = new TextForm(true, true, 3, TextForm.Keep.HEAD);
    assertArrayEquals(new int[] {Vocabulary.UNKNOWN}, form.tokens("", Texts.tokenizer()));
    assertThrows(
        IllegalArgumentException.class, () -> new TextForm(true, true, 0, TextForm.Keep.HEAD));
  }
}
