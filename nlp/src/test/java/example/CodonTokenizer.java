package example;

import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Three letters are one token, as in a gene; a line break is a token of its own. */
public record CodonTokenizer(Vocabulary vocabulary) implements Tokenizer {
  private static final int LETTERS = 3;

  @Override
  public List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < text.length(); at++) {
      boolean full = at - start == LETTERS;
      boolean line = text.charAt(at) == '\n' || (at > 0 && text.charAt(at - 1) == '\n');
      if (at > start && (full || line)) {
        pieces.add(text.substring(start, at));
        start = at;
      }
    }
    if (start < text.length()) {
      pieces.add(text.substring(start));
    }
    return pieces;
  }
}
