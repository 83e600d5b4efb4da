package dev.recurrent.nlp.text;

import dev.recurrent.nn.ClassByName;
import java.lang.reflect.Constructor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kind of an own tokenizer: its class, found by its name. */
final class TokenizerClass implements TokenizerType {
  private static final long serialVersionUID = 1L;

  private final String name;

  /** Cuts texts while there is no vocabulary yet. */
  private transient @Nullable Tokenizer cutter;

  private TokenizerClass(String name) {
    this.name = name;
  }

  /**
   * @throws IllegalArgumentException unless the class is there and makes tokenizers
   */
  static TokenizerClass of(String name) {
    constructor(name);
    return new TokenizerClass(name);
  }

  private static Constructor<? extends Tokenizer> constructor(String name) {
    try {
      return ClassByName.constructor(name, Tokenizer.class, Vocabulary.class);
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "token kind is \""
              + name
              + "\", expected char, word, bpe, or the name of a public class on the class path that"
              + " implements "
              + Tokenizer.class.getName()
              + " and has a public constructor (Vocabulary vocabulary)",
          e);
    }
  }

  /**
   * A tokenizer of this class.
   *
   * @throws IllegalArgumentException if its constructor refuses the vocabulary
   */
  Tokenizer tokenizer(Vocabulary vocabulary) {
    return ClassByName.make(constructor(name), vocabulary);
  }

  @Override
  public String label() {
    return name;
  }

  @Override
  public List<String> units(String text) {
    if (cutter == null) {
      cutter = tokenizer(Vocabulary.withSpecialTokens(List.of()));
    }
    return cutter.pieces(text);
  }

  @Override
  public int minimumVocabulary() {
    return Vocabulary.SPECIAL_TOKENS.size() + 1;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenizerClass that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
