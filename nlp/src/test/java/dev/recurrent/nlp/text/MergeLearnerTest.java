package dev.recurrent.nlp.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MergeLearnerTest {

  /** The four words and frequencies of the paper's example. */
  private static final Map<String, Long> PAPER =
      Map.of("low", 5L, "lower", 2L, "newest", 6L, "widest", 3L);

  private static BpeTokenizer learn(int vocabularySize, Map<String, Long> words) {
    return (BpeTokenizer)
        TokenizerTrainer.learn(
            TokenKind.BPE, vocabularySize, new TokenCounts(TokenKind.BPE, words));
  }

  private static List<String> merges(BpeTokenizer tokenizer) {
    MergeTable merges = tokenizer.merges();
    Vocabulary vocabulary = tokenizer.vocabulary();
    return IntStream.range(0, merges.size())
        .mapToObj(
            rank ->
                vocabulary.token(merges.left(rank)) + "+" + vocabulary.token(merges.right(rank)))
        .toList();
  }

  private static List<String> pieces(BpeTokenizer tokenizer, String text) {
    return IntStream.of(tokenizer.encode(text)).mapToObj(tokenizer.vocabulary()::token).toList();
  }

  @Test
  void mergesOfThePaperExampleAreThoseWorkedOutByHand() {
    BpeTokenizer tokenizer = learn(1000, PAPER);
    // Characters by frequency: e 17, w 16, s 9, t 9, l 7, o 7, n 6, d 3, i 3, r 2. Pairs at first:
    // es 9, st 9, we 8, lo 7, ow 7, ne 6, ew 6, wi 3, id 3, de 3, er 2; each line one more merge.
    assertEquals(
        List.of(
            "e+s", // 9, before s+t, because e has the lower id
            "es+t", // 9
            "l+o", // 7, before o+w
            "lo+w", // 7
            "e+w", // 6, before w+est and n+e
            "n+ew", // 6, before ew+est
            "new+est", // 6
            "w+i", // 3, before d+est and i+d
            "d+est", // 3, before wi+d
            "wi+dest", // 3
            "e+r", // 2, before low+e
            "low+er"), // 2
        merges(tokenizer));
    assertEquals(4 + 256 + 1 + 10 + 12, tokenizer.vocabulary().size());
  }

  @Test
  void unseenWordsAreMadeOfLearnedPieces() {
    BpeTokenizer tokenizer = learn(1000, PAPER);
    assertEquals(List.of("low", "est"), pieces(tokenizer, "lowest"));
    assertEquals(List.of("newest", "newest"), pieces(tokenizer, "newestnewest"));
    assertEquals(List.of("\u2581", "wi", "d", "er"), pieces(tokenizer, " wider"));
  }

  @Test
  void mergingStopsAtTheSizeAskedFor() {
    BpeTokenizer tokenizer = learn(4 + 256 + 1 + 10 + 3, PAPER);
    assertEquals(List.of("e+s", "es+t", "l+o"), merges(tokenizer));
  }

  @Test
  void overlappingPairsMergeFromTheLeft() {
    BpeTokenizer tokenizer = learn(263, Map.of("aaaaa", 3L));
    assertEquals(List.of("a+a"), merges(tokenizer));
    assertEquals(List.of("aa", "aa", "a"), pieces(tokenizer, "aaaaa"));
  }

  @Test
  void mergesNeverCrossAWordBorder() {
    BpeTokenizer tokenizer = learn(1000, Map.of("ab", 9L, " ab", 9L, "-", 9L, "\n", 9L));
    assertEquals(
        List.of("ab", "-", "ab", "\n", "ab", "\u2581ab"), pieces(tokenizer, "ab-ab\nab ab"));
  }

  @Test
  void pairsSeenOnceDoNotMerge() {
    assertEquals(List.of(), merges(learn(1000, Map.of("ab", 1L, "ba", 1L))));
  }

  @Test
  void learnedMergesAreThoseOfRecountingEverything() {
    Random random = new Random(8);
    for (int round = 0; round < 40; round++) {
      TokenCounts counts = new TokenCounts(TokenKind.BPE);
      for (int i = 0; i < 150; i++) {
        StringBuilder word = new StringBuilder();
        random.ints(1 + random.nextInt(9), 0, 3).forEach(c -> word.append((char) ('a' + c)));
        counts.add(word + " ");
      }
      BpeTokenizer tokenizer = (BpeTokenizer) TokenizerTrainer.learn(TokenKind.BPE, 400, counts);
      assertEquals(recounted(counts, tokenizer), merges(tokenizer));
    }
  }

  /** The same merges by counting all pairs anew for each; ids are taken from the tokenizer. */
  private static List<String> recounted(TokenCounts counts, BpeTokenizer tokenizer) {
    List<Map.Entry<List<String>, Long>> words = new ArrayList<>();
    counts
        .asMap()
        .forEach(
            (word, count) ->
                words.add(Map.entry(List.of(word.replace(' ', '\u2581').split("")), count)));
    List<String> merges = new ArrayList<>();
    while (merges.size() < tokenizer.merges().size()) {
      Map<List<String>, Long> pairs = new HashMap<>();
      for (Map.Entry<List<String>, Long> word : words) {
        for (int at = 0; at + 1 < word.getKey().size(); at++) {
          pairs.merge(List.copyOf(word.getKey().subList(at, at + 2)), word.getValue(), Long::sum);
        }
      }
      List<String> best = best(pairs, tokenizer.vocabulary());
      if (!merges.contains(best.get(0) + "+" + best.get(1))) {
        merges.add(best.get(0) + "+" + best.get(1));
      }
      words.replaceAll(word -> Map.entry(merged(word.getKey(), best), word.getValue()));
    }
    return merges;
  }

  private static List<String> best(Map<List<String>, Long> pairs, Vocabulary vocabulary) {
    List<String> best = List.of();
    for (Map.Entry<List<String>, Long> pair : pairs.entrySet()) {
      int order = best.isEmpty() ? 1 : Long.compare(pair.getValue(), pairs.getOrDefault(best, 0L));
      for (int side = 0; side < 2 && order == 0; side++) {
        order = vocabulary.id(best.get(side)) - vocabulary.id(pair.getKey().get(side));
      }
      best = order > 0 ? pair.getKey() : best;
    }
    assertTrue(pairs.get(best) >= 2);
    return best;
  }

  private static List<String> merged(List<String> word, List<String> pair) {
    List<String> merged = new ArrayList<>();
    for (int at = 0; at < word.size(); at++) {
      boolean here = at + 1 < word.size() && word.subList(at, at + 2).equals(pair);
      merged.add(here ? pair.get(0) + pair.get(1) : word.get(at));
      at += here ? 1 : 0;
    }
    return merged;
  }
}
