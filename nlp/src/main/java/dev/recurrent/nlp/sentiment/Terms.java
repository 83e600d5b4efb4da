package dev.recurrent.nlp.sentiment;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a text becomes the terms of a bag of words: sequences of one to three words, or of one to
 * five characters. Case is ignored.
 */
public final class Terms implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’]*|[!?]");
  private static final int LONGEST_CHARACTERS = 5;

  /** Of a text whose characters are terms, as every one is the beginning of five. */
  private static final int MOST_CHARACTERS = 2000;

  // Not a TextPreprocessing: Spark's Kryo cannot read records.
  private final boolean lowercase;
  private final boolean markup;
  private final boolean characters;

  /**
   * @param form what happens to a text before; its length is not cut
   * @param characters whether terms are of characters, not of words
   */
  public Terms(TextPreprocessing form, boolean characters) {
    lowercase = form.lowercase();
    markup = form.markup();
    this.characters = characters;
  }

  boolean characters() {
    return characters;
  }

  /** The terms of a text, in which one can stand several times. */
  public List<String> of(String text) {
    // The blank says where the last word ends, as that before the first where it begins.
    String clean =
        (TextPreprocessing.clean(text, lowercase, markup) + " ").toLowerCase(Locale.ROOT);
    return characters ? ofCharacters(clean) : ofWords(clean);
  }

  private static List<String> ofWords(String text) {
    List<String> terms = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    String last = null;
    String lastTwo = null;
    while (words.find()) {
      String word = words.group();
      terms.add(word);
      if (lastTwo != null) {
        terms.add(lastTwo + " " + word);
      }
      lastTwo = last == null ? null : last + " " + word;
      if (lastTwo != null) {
        terms.add(lastTwo);
      }
      last = word;
    }
    return terms;
  }

  private static List<String> ofCharacters(String text) {
    int[] starts = starts(text);
    List<String> terms = new ArrayList<>();
    for (int from = 0; from < starts.length - 1; from++) {
      int longest = Math.min(LONGEST_CHARACTERS, starts.length - 1 - from);
      for (int n = 1; n <= longest; n++) {
        terms.add(text.substring(starts[from], starts[from + n]));
      }
    }
    return terms;
  }

  /** Where each of the first characters begins, and where the last of them ends. */
  private static int[] starts(String text) {
    int count = Math.min(MOST_CHARACTERS, text.codePointCount(0, text.length()));
    int[] starts = new int[count + 1];
    for (int i = 1; i <= count; i++) {
      starts[i] = text.offsetByCodePoints(starts[i - 1], 1);
    }
    return starts;
  }
}
