package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenKindTest {

  @ParameterizedTest
  @EnumSource
  void labelNamesTheKind(TokenKind kind) {
    assertEquals(kind, TokenKind.of(kind.label()));
    assertEquals(kind, TokenKind.of(kind.name()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "chars", " char", "byte"})
  void otherNamesAreRejected(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> TokenKind.of(name));
    assertEquals("token kind is \"" + name + "\", expected one of char, word, bpe", e.getMessage());
  }
}
