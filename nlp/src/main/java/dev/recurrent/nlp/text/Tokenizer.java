package dev.recurrent.nlp.text;

import java.io.Serializable;
import java.util.List;

/**
 * Turns text into token ids and back. Anyone may implement it: a public class with a public
 * constructor {@code (Vocabulary vocabulary)} that says what the pieces of a text are. {@code
 * --tokens} takes the name of such a class; the vocabulary is then the most frequent pieces of the
 * training text.
 *
 * <p>Encoding is a pure function of the text: it keeps nothing from one call to the next, so parts
 * of a corpus can be encoded anywhere and in any order. Tokenizers are immutable and can be shared
 * by threads.
 */
public interface Tokenizer extends Serializable {
  /** The tokens and their ids. */
  Vocabulary vocabulary();

  /**
   * The pieces that a text is cut into, in reading order. Each is one token, or unknown. What the
   * pieces are must not depend on the vocabulary, as the vocabulary is learned from them; BPE alone
   * learns in a way of its own.
   */
  List<String> pieces(String text);

  /**
   * The ids of the text's tokens, in reading order. The only special token among them is {@link
   * Vocabulary#UNKNOWN}; a text that spells out {@code </s>} gets the ids of these four characters.
   *
   * @param text any text; may be empty
   * @return as many ids as the text has tokens, each below {@code vocabulary().size()}
   */
  default int[] encode(String text) {
    Vocabulary vocabulary = vocabulary();
    return pieces(text).stream().mapToInt(vocabulary::id).toArray();
  }

  /**
   * The text of the ids: for two parts of the ids, the text of the first and then that of the
   * second. Special tokens give nothing.
   *
   * @throws IllegalArgumentException if an id is not in the vocabulary
   */
  default String decode(int[] ids) {
    return vocabulary().concatenate(ids);
  }

  /** What one token is: a {@link TokenKind}, or the class of this tokenizer. */
  default TokenizerType kind() {
    return TokenizerClass.of(getClass().getName());
  }
}
