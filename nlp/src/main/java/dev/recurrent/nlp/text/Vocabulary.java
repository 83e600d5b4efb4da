package dev.recurrent.nlp.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Token strings and their ids, 0 to {@link #size()} - 1. The first four are the special tokens,
 * which no text encodes to, except {@link #UNKNOWN} for what a text holds and the vocabulary lacks.
 *
 * <p>Immutable. Ids fit a Java {@code char}.
 */
public final class Vocabulary implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Id of {@code <pad>}: fills a sequence up to the length of its batch. */
  public static final int PADDING = 0;

  /** Id of {@code <unk>}: stands for everything the vocabulary lacks. */
  public static final int UNKNOWN = 1;

  /** Id of {@code <s>}: starts a sequence. */
  public static final int START = 2;

  /** Id of {@code </s>}: ends a sequence. */
  public static final int END = 3;

  /** The special tokens in id order. */
  public static final List<String> SPECIAL_TOKENS = List.of("<pad>", "<unk>", "<s>", "</s>");

  /** The most tokens a vocabulary holds: as many as a Java {@code char} has values. */
  public static final int MAXIMUM_SIZE = 65_536;

  /** The longest token in UTF-16 units; learning skips longer words and merges. */
  public static final int MAXIMUM_TOKEN_LENGTH = 256;

  private final String[] tokens;
  private final HashMap<String, Integer> ids;

  /**
   * A vocabulary of the given tokens; a token's place in the list is its id.
   *
   * @param tokens all tokens, the four special ones first
   * @throws IllegalArgumentException if the special tokens are not the first four, if there are
   *     more than {@link #MAXIMUM_SIZE} tokens, or if a token repeats or {@link #canHold} rejects
   *     it
   */
  public Vocabulary(List<String> tokens) {
    if (tokens.size() > MAXIMUM_SIZE) {
      throw new IllegalArgumentException(
          "vocabulary has "
              + tokens.size()
              + " tokens, expected at most "
              + MAXIMUM_SIZE
              + "; ask for a smaller vocabulary");
    }
    int special = SPECIAL_TOKENS.size();
    if (tokens.size() < special || !tokens.subList(0, special).equals(SPECIAL_TOKENS)) {
      throw new IllegalArgumentException(
          "vocabulary starts with "
              + tokens.subList(0, Math.min(special, tokens.size()))
              + ", expected the special tokens "
              + SPECIAL_TOKENS);
    }
    this.tokens = tokens.toArray(new String[0]);
    this.ids = new HashMap<>(tokens.size() * 2);
    for (int id = 0; id < this.tokens.length; id++) {
      String token = this.tokens[id];
      if (!canHold(token)) {
        throw new IllegalArgumentException(
            "token "
                + id
                + " is empty, longer than "
                + MAXIMUM_TOKEN_LENGTH
                + " characters, or has an unpaired surrogate; expected valid Unicode text");
      }
      Integer before = ids.put(token, id);
      if (before != null) {
        throw new IllegalArgumentException(
            "token \"" + token + "\" has the ids " + before + " and " + id + ", expected one id");
      }
    }
  }

  /**
   * A vocabulary of the four special tokens and then the given ones.
   *
   * @throws IllegalArgumentException as the constructor does
   */
  public static Vocabulary withSpecialTokens(List<String> ownTokens) {
    List<String> all = new ArrayList<>(SPECIAL_TOKENS);
    all.addAll(ownTokens);
    return new Vocabulary(all);
  }

  /**
   * Whether a string may be a token: 1 to {@link #MAXIMUM_TOKEN_LENGTH} UTF-16 units and no
   * unpaired surrogate, which no UTF-8 file can hold.
   */
  public static boolean canHold(String token) {
    return !token.isEmpty()
        && token.length() <= MAXIMUM_TOKEN_LENGTH
        && token
            .codePoints()
            .noneMatch(
                codePoint ->
                    codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }

  /** The number of tokens, the special ones included. */
  public int size() {
    return tokens.length;
  }

  /** Whether the vocabulary holds the token. */
  public boolean contains(String token) {
    return ids.containsKey(token);
  }

  /** The token's id, or {@link #UNKNOWN} if the vocabulary lacks it. */
  public int id(String token) {
    return ids.getOrDefault(token, UNKNOWN);
  }

  /**
   * The token with this id.
   *
   * @throws IllegalArgumentException if no token has this id
   */
  public String token(int id) {
    if (id < 0 || id >= tokens.length) {
      throw new IllegalArgumentException(
          "token id is "
              + id
              + ", expected 0 to "
              + (tokens.length - 1)
              + "; the ids come from another vocabulary");
    }
    return tokens[id];
  }

  /** Whether the id is that of one of the four special tokens. */
  public boolean isSpecial(int id) {
    return id >= 0 && id < SPECIAL_TOKENS.size();
  }

  /** All tokens in id order. */
  public List<String> tokens() {
    return List.of(tokens);
  }

  /**
   * The token strings one after the other; special tokens give nothing.
   *
   * @throws IllegalArgumentException if an id is none of this vocabulary
   */
  public String concatenate(int[] tokenIds) {
    StringBuilder text = new StringBuilder(tokenIds.length * 4);
    for (int id : tokenIds) {
      String token = token(id);
      if (!isSpecial(id)) {
        text.append(token);
      }
    }
    return text.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Vocabulary that && Arrays.equals(tokens, that.tokens);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(tokens);
  }

  @Override
  public String toString() {
    return "Vocabulary of " + tokens.length + " tokens";
  }
}
