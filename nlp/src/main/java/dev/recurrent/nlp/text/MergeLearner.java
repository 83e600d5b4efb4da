package dev.recurrent.nlp.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Byte pair encoding over counted words: again and again the most frequent pair of neighbouring
 * symbols becomes a symbol of its own (Sennrich, Haddow and Birch 2016, arXiv:1508.07909, section
 * 3.2). Of equally frequent pairs the one with the lower left id goes first, then the one with the
 * lower right id.
 *
 * <p>Counts are kept from merge to merge; only words that hold the merged pair are visited. One
 * learner learns once.
 */
final class MergeLearner {

  /** A pair seen once says nothing about the next text. */
  private static final long MINIMUM_COUNT = 2;

  /** Longer words are learned from in pieces of this many symbols, to bound the work per merge. */
  private static final int LONGEST_PIECE = 256;

  /** Stands for a character spelled in bytes; takes part in no merge. */
  private static final int NO_SYMBOL = -1;

  private static final Comparator<Candidate> NEXT_MERGE =
      Comparator.comparingLong(Candidate::count)
          .reversed()
          .thenComparingInt(candidate -> candidate.pair().left())
          .thenComparingInt(candidate -> candidate.pair().right());

  private final List<String> tokens;
  private final HashMap<String, Integer> ids = new HashMap<>();
  private final List<int[]> words = new ArrayList<>();
  private final IdBuffer lefts = new IdBuffer(16);
  private final IdBuffer rights = new IdBuffer(16);
  private final HashMap<Long, SymbolPair> pairs = new HashMap<>();
  private final PriorityQueue<Candidate> queue = new PriorityQueue<>(NEXT_MERGE);
  private final long[] occurrences;

  /** A pair with its count at the time it was queued. */
  private record Candidate(SymbolPair pair, long count) {}

  /**
   * A learner that starts from single characters.
   *
   * @param tokens the special tokens, the byte tokens and the characters; other characters take
   *     part in no merge
   * @param counts words and how often each occurs
   */
  MergeLearner(List<String> tokens, TokenCounts counts) {
    this.tokens = new ArrayList<>(tokens);
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
    List<Long> frequencies = new ArrayList<>();
    for (Map.Entry<String, Long> entry : counts.mostFrequent()) {
      split(entry.getKey());
      while (frequencies.size() < words.size()) {
        frequencies.add(entry.getValue());
      }
    }
    occurrences = frequencies.stream().mapToLong(Long::longValue).toArray();
  }

  private void split(String word) {
    IdBuffer symbols = new IdBuffer(word.length());
    for (int at = 0; at < word.length(); ) {
      int codePoint = word.codePointAt(at);
      at += Character.charCount(codePoint);
      symbols.add(symbol(codePoint));
      if (symbols.size() == LONGEST_PIECE || at == word.length()) {
        words.add(symbols.toArray());
        symbols.clear();
      }
    }
  }

  private int symbol(int codePoint) {
    if (codePoint == BpeTokenizer.SPACE) {
      return NO_SYMBOL;
    }
    int shown = codePoint == ' ' ? BpeTokenizer.SPACE : codePoint;
    return ids.getOrDefault(Character.toString(shown), NO_SYMBOL);
  }

  /** Learns merges until there are this many tokens or no pair occurs twice. */
  BpeTokenizer learn(int vocabularySize) {
    for (int word = 0; word < words.size(); word++) {
      int[] symbols = words.get(word);
      boolean[] all = new boolean[symbols.length];
      Arrays.fill(all, true);
      occur(word, symbols, all);
    }
    pairs.values().forEach(this::enqueue);
    Candidate best = queue.poll();
    while (best != null && tokens.size() < vocabularySize) {
      best.pair().dequeued();
      if (best.pair().count() == best.count()) {
        merge(best.pair());
      } else {
        // Other merges took some of its occurrences; it waits for its new turn.
        enqueue(best.pair());
      }
      best = queue.poll();
    }
    Vocabulary vocabulary = new Vocabulary(tokens);
    return new BpeTokenizer(
        vocabulary, new MergeTable(lefts.toArray(), rights.toArray(), vocabulary));
  }

  private void enqueue(SymbolPair pair) {
    if (pair.count() >= MINIMUM_COUNT && pair.count() > pair.queuedCount()) {
      pair.queued();
      queue.add(new Candidate(pair, pair.count()));
    }
  }

  private void merge(SymbolPair pair) {
    String merged = tokens.get(pair.left()) + tokens.get(pair.right());
    if (!Vocabulary.canHold(merged)) {
      return;
    }
    // Two ways of cutting a string may both be merges; they share the token.
    Integer known = ids.putIfAbsent(merged, tokens.size());
    int id = known == null ? tokens.size() : known;
    if (known == null) {
      tokens.add(merged);
    }
    if (pair.learn()) {
      lefts.add(pair.left());
      rights.add(pair.right());
    }
    List<SymbolPair> changed = new ArrayList<>();
    for (int word : pair.words()) {
      changed.addAll(replace(word, pair, id));
    }
    changed.forEach(this::enqueue);
  }

  /** Merges the pair in one word and returns the pairs that occur more often now. */
  private List<SymbolPair> replace(int word, SymbolPair pair, int id) {
    int[] before = words.get(word);
    int[] after = new int[before.length];
    boolean[] gone = new boolean[before.length];
    boolean[] come = new boolean[before.length];
    int size = 0;
    for (int at = 0; at < before.length; at++) {
      boolean pairHere =
          before[at] == pair.left() && at + 1 < before.length && before[at + 1] == pair.right();
      after[size] = pairHere ? id : before[at];
      if (pairHere) {
        come[size] = true;
        gone[at] = true;
        gone[++at] = true;
      }
      size++;
    }
    if (size == before.length) {
      return List.of();
    }
    vanish(word, before, gone);
    words.set(word, Arrays.copyOf(after, size));
    return occur(word, words.get(word), come);
  }

  /** Takes back the pairs with a touched symbol; all others stay as they are. */
  private void vanish(int word, int[] symbols, boolean[] touched) {
    for (int at = 0; at + 1 < symbols.length; at++) {
      if ((touched[at] || touched[at + 1]) && isPair(symbols, at)) {
        pair(symbols, at).vanish(occurrences[word]);
      }
    }
  }

  private List<SymbolPair> occur(int word, int[] symbols, boolean[] touched) {
    List<SymbolPair> occurring = new ArrayList<>();
    for (int at = 0; at + 1 < symbols.length; at++) {
      if ((touched[at] || touched[at + 1]) && isPair(symbols, at)) {
        SymbolPair pair = pair(symbols, at);
        pair.occur(word, occurrences[word]);
        occurring.add(pair);
      }
    }
    return occurring;
  }

  private static boolean isPair(int[] symbols, int at) {
    return symbols[at] != NO_SYMBOL && symbols[at + 1] != NO_SYMBOL;
  }

  private SymbolPair pair(int[] symbols, int at) {
    int left = symbols[at];
    int right = symbols[at + 1];
    return pairs.computeIfAbsent(MergeTable.key(left, right), key -> new SymbolPair(left, right));
  }
}
