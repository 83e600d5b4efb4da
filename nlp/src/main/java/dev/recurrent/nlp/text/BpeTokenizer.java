package dev.recurrent.nlp.text;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of words, put together from characters by the learned merges: of all neighbours in a word
 * the pair learned first merges first, the leftmost if there are several (Sennrich, Haddow and
 * Birch 2016, arXiv:1508.07909). Merges never cross the border of a {@link PreTokens} piece.
 *
 * <p>In token strings U+2581 stands for the space. Characters without a token, U+2581 itself among
 * them, are spelled as UTF-8 bytes. {@code decode(encode(text))} is the text, always.
 */
public final class BpeTokenizer implements Tokenizer {

  private static final long serialVersionUID = 1L;

  /** What stands for the space in token strings. */
  static final char SPACE = '\u2581';

  /** Bounds of the cache: words in it, and UTF-16 units of each. */
  private static final int CACHED_WORDS = 65_536;

  private static final int CACHED_LENGTH = 64;

  private final Vocabulary vocabulary;
  private final MergeTable merges;

  /** Ids by word; gone after serialization, hence made when first asked for. */
  private transient volatile @Nullable ConcurrentHashMap<String, int[]> cache;

  /**
   * A tokenizer for these tokens and merges.
   *
   * @param vocabulary the special tokens, the 256 byte tokens, then the others, U+2581 among them
   * @param merges over the ids of this vocabulary
   * @throws IllegalArgumentException if the byte tokens do not follow the special ones or there is
   *     no token for the space
   */
  public BpeTokenizer(Vocabulary vocabulary, MergeTable merges) {
    this.vocabulary = vocabulary;
    this.merges = merges;
    List<String> bytes = ByteFallback.tokens();
    for (int value = 0; value < ByteFallback.COUNT; value++) {
      int id = vocabulary.id(bytes.get(value));
      if (id != ByteFallback.FIRST_ID + value) {
        throw new IllegalArgumentException(
            "byte token "
                + bytes.get(value)
                + (id == Vocabulary.UNKNOWN ? " is missing" : " has id " + id)
                + ", expected id "
                + (ByteFallback.FIRST_ID + value)
                + " for tokens=bpe");
      }
    }
    if (!vocabulary.contains(Character.toString(SPACE))) {
      throw new IllegalArgumentException(
          "vocabulary has no token U+2581, expected one for the space for tokens=bpe");
    }
  }

  @Override
  public int[] encode(String text) {
    ConcurrentHashMap<String, int[]> known = cache();
    IdBuffer ids = new IdBuffer(text.length() / 2);
    int start = 0;
    while (start < text.length()) {
      int end = PreTokens.end(text, start);
      String word = text.substring(start, end);
      int[] wordIds = known.get(word);
      if (wordIds == null) {
        wordIds = encodeWord(word);
        if (word.length() <= CACHED_LENGTH && known.size() < CACHED_WORDS) {
          known.put(word, wordIds);
        }
      }
      ids.addAll(wordIds);
      start = end;
    }
    return ids.toArray();
  }

  private ConcurrentHashMap<String, int[]> cache() {
    ConcurrentHashMap<String, int[]> made = cache;
    if (made == null) {
      // Two threads may both make one; the loser's is dropped with nothing lost but time.
      made = new ConcurrentHashMap<>();
      cache = made;
    }
    return made;
  }

  /** The tokens as the vocabulary spells them: a byte is {@code <0x0A>}, a space U+2581. */
  @Override
  public List<String> pieces(String text) {
    return Arrays.stream(encode(text)).mapToObj(vocabulary::token).toList();
  }

  private int[] encodeWord(String word) {
    int[] ids = characters(word);
    int count = ids.length;
    // A linked list over the positions: a merge keeps the left position and drops the right one.
    int[] next = new int[count];
    int[] previous = new int[count];
    PriorityQueue<Long> queue = new PriorityQueue<>(Math.max(1, count));
    for (int at = 0; at < count; at++) {
      next[at] = at + 1 < count ? at + 1 : -1;
      previous[at] = at - 1;
    }
    for (int at = 0; at < count; at++) {
      offer(queue, ids, at, next[at]);
    }
    for (Long top = queue.poll(); top != null; top = queue.poll()) {
      int rank = (int) (top >> 32);
      int left = top.intValue();
      int right = next[left];
      // The pair may have changed since it was queued; then its successor is queued as well.
      if (ids[left] != merges.left(rank) || right < 0 || ids[right] != merges.right(rank)) {
        continue;
      }
      ids[left] = merges.result(rank);
      ids[right] = -1;
      next[left] = next[right];
      if (next[right] >= 0) {
        previous[next[right]] = left;
      }
      offer(queue, ids, previous[left], left);
      offer(queue, ids, left, next[left]);
    }
    return remaining(ids, next);
  }

  /** Queues the pair at two neighbouring positions if it merges; -1 is no position. */
  private void offer(PriorityQueue<Long> queue, int[] ids, int left, int right) {
    if (left >= 0 && right >= 0) {
      int rank = merges.rank(ids[left], ids[right]);
      if (rank >= 0) {
        queue.add(MergeTable.key(rank, left));
      }
    }
  }

  private static int[] remaining(int[] ids, int[] next) {
    IdBuffer merged = new IdBuffer(ids.length);
    for (int at = ids.length == 0 ? -1 : 0; at >= 0; at = next[at]) {
      merged.add(ids[at]);
    }
    return merged.toArray();
  }

  /** The ids of the word's characters, or of their bytes. */
  private int[] characters(String word) {
    IdBuffer ids = new IdBuffer(word.length());
    for (int at = 0; at < word.length(); ) {
      int codePoint = word.codePointAt(at);
      at += Character.charCount(codePoint);
      int shown = codePoint == ' ' ? SPACE : codePoint;
      int id = codePoint == SPACE ? Vocabulary.UNKNOWN : vocabulary.id(Character.toString(shown));
      if (id == Vocabulary.UNKNOWN) {
        ByteFallback.encode(codePoint, ids);
      } else {
        ids.add(id);
      }
    }
    return ids.toArray();
  }

  @Override
  public String decode(int[] ids) {
    StringBuilder text = new StringBuilder(ids.length * 4);
    IdBuffer run = new IdBuffer(16);
    for (int id : ids) {
      String token = vocabulary.token(id);
      if (ByteFallback.isByte(id)) {
        run.add(id);
      } else if (!vocabulary.isSpecial(id)) {
        ByteFallback.decode(run, text);
        run.clear();
        text.append(token.replace(SPACE, ' '));
      }
    }
    ByteFallback.decode(run, text);
    return text.toString();
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The merges in the order they were learned. */
  public MergeTable merges() {
    return merges;
  }

  @Override
  public TokenKind kind() {
    return TokenKind.BPE;
  }
}
