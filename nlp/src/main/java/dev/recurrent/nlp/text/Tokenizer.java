package dev.recurrent.nlp.text;

import java.io.Serializable;

/**
 * Turns text into token ids and back.
 *
 * <p>Encoding is a pure function of the text it is given: it keeps nothing from one call to the
 * next, so pieces of a corpus can be encoded anywhere and in any order. Tokenizers are immutable
 * and can be shared by threads.
 */
public sealed interface Tokenizer extends Serializable
    permits CharTokenizer, WordTokenizer, BpeTokenizer {

  /**
   * The ids of the text's tokens, in reading order. The only special token among them is {@link
   * Vocabulary#UNKNOWN}; a text that spells out {@code </s>} gets the ids of these four characters.
   *
   * @param text any text; may be empty
   * @return as many ids as the text has tokens, each below {@code vocabulary().size()}
   */
  int[] encode(String text);

  /**
   * The text of the ids. Special tokens give nothing.
   *
   * @throws IllegalArgumentException if an id is not in the vocabulary
   */
  String decode(int[] ids);

  /** The tokens and their ids. */
  Vocabulary vocabulary();

  /** What one token is. */
  TokenKind kind();
}
