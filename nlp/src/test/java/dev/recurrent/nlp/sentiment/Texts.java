package dev.recurrent.nlp.sentiment;

import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.Vocabulary;
import dev.recurrent.nlp.text.WordTokenizer;
import java.util.List;

/** A tokenizer of seven words. */
final class Texts {
  private Texts() {}

  static Tokenizer tokenizer() {
    return new WordTokenizer(
        Vocabulary.withSpecialTokens(
            List.of(" a", " film", " fine", " dull", " good", " bad", ".")));
  }
}
