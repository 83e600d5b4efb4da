package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenKindTest {

  @ParameterizedTest
  @EnumSource
  void labelNamesTheKind(TokenKind kind) {
    assertEquals(kind, TokenizerType.of(kind.label()));
    assertEquals(kind, TokenizerType.of(kind.name()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "chars", " char", "byte"})
  void otherNamesAreRejected(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TokenizerType.of(name));
    String expected = "token kind is \"" + name + "\", expected char, word, bpe, or the name";
    assertTrue(e.getMessage().startsWith(expected), e.getMessage());
  }
}
