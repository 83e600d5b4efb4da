package dev.recurrent.nlp.text;

import java.io.Serializable;
import java.util.List;

/** What one token is: a {@link TokenKind}, or the class of an own {@link Tokenizer}. */
public sealed interface TokenizerType extends Serializable permits TokenKind, TokenizerClass {
  /** The name in configuration files and messages: {@code char}, or the name of the class. */
  String label();

  /** The units of a text that are counted to learn a vocabulary, in reading order. */
  List<String> units(String text);

  /** The size of the smallest vocabulary, the four special tokens included. */
  int minimumVocabulary();

  /**
   * The kind of a name.
   *
   * @param name {@code char}, {@code word} or {@code bpe}, in any letter case, or the name of a
   *     public class on the class path that implements {@link Tokenizer} and has a public
   *     constructor {@code (Vocabulary vocabulary)}
   * @throws IllegalArgumentException if there is no such kind, listing the names there are
   */
  static TokenizerType of(String name) {
    TokenKind builtIn = TokenKind.find(name);
    return builtIn != null ? builtIn : TokenizerClass.of(name);
  }
}
