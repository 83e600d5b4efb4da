package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlankTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \t\r\n",
        "\u00a0",
        "\u202f\u2007",
        "\u3000",
        "\u200b",
        "\ufeff",
        "\u200c\u200d\u2060",
        " \u00a0\u200b ",
        "\u0000\u0085",
        "\udb40\udc01"
      })
  void whatShowsNothingIsBlank(String text) {
    assertTrue(BlankText.is(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\u00a0a", "\u200b.", "\u0301", "\u4e2d", "\ud83d\ude00", "\ufffd"})
  void whatShowsSomethingIsNot(String text) {
    assertFalse(BlankText.is(text));
  }
}
