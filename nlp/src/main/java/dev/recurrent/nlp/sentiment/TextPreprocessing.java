package dev.recurrent.nlp.sentiment;

import dev.recurrent.format.OptionalField;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.Vocabulary;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a text becomes the tokens that a classifier reads; the same in training and in serving.
 *
 * @param lowercase whether letters lose their case
 * @param markup whether tags of HTML are left out
 * @param maxLength most tokens
 * @param keep which of a longer text's tokens stay
 * @param backward whether the last token is read first; a file may leave it out
 */
public record TextPreprocessing(
    boolean lowercase, boolean markup, int maxLength, Keep keep, @OptionalField Boolean backward)
    implements Serializable {
  private static final Pattern TAG = Pattern.compile("<[a-zA-Z/!][^<>]{0,200}>");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** The part of a long text that stays. */
  public enum Keep {
    HEAD,
    TAIL,
    /** The first half of the length, and the last. */
    BOTH;

    /**
     * @throws IllegalArgumentException listing the names there are
     */
    public static Keep of(String name) {
      return Arrays.stream(values())
          .filter(k -> k.name().equals(name.toUpperCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "truncate is \"" + name + "\", expected head, tail or both"));
    }
  }

  /**
   * @throws IllegalArgumentException if {@code maxLength} is below 1
   */
  public TextPreprocessing {
    if (maxLength < 1) {
      throw new IllegalArgumentException("max-length is " + maxLength + ", expected at least 1");
    }
    backward = backward != null && backward;
  }

  /** Reads the first token first. */
  public TextPreprocessing(boolean lowercase, boolean markup, int maxLength, Keep keep) {
    this(lowercase, markup, maxLength, keep, false);
  }

  /** The same for a network that reads from the end, or from the beginning. */
  public TextPreprocessing reading(boolean fromTheEnd) {
    return new TextPreprocessing(lowercase, markup, maxLength, keep, fromTheEnd);
  }

  /** The text as the tokenizer gets it: a space before each word, none else. */
  public String clean(String text) {
    return clean(text, lowercase, markup);
  }

  static String clean(String text, boolean lowercase, boolean markup) {
    String plain = markup ? TAG.matcher(text).replaceAll(" ") : text;
    String even = " " + SPACES.matcher(plain).replaceAll(" ").strip();
    return lowercase ? even.toLowerCase(Locale.ROOT) : even;
  }

  /** At least one and at most {@link #maxLength} ids; a text of nothing is one unknown token. */
  public int[] tokens(String text, Tokenizer tokenizer) {
    int[] tokens = cut(text, tokenizer);
    for (int i = 0, j = tokens.length - 1; backward && i < j; i++, j--) {
      int swapped = tokens[i];
      tokens[i] = tokens[j];
      tokens[j] = swapped;
    }
    return tokens;
  }

  private int[] cut(String text, Tokenizer tokenizer) {
    int[] all = tokenizer.encode(clean(text));
    if (all.length == 0) {
      return new int[] {Vocabulary.UNKNOWN};
    }
    if (all.length <= maxLength) {
      return all;
    }
    return switch (keep) {
      case HEAD -> Arrays.copyOf(all, maxLength);
      case TAIL -> Arrays.copyOfRange(all, all.length - maxLength, all.length);
      case BOTH -> {
        int[] both = Arrays.copyOf(all, maxLength);
        int last = maxLength / 2;
        System.arraycopy(all, all.length - last, both, maxLength - last, last);
        yield both;
      }
    };
  }
}
