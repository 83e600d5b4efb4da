package dev.recurrent.nlp.generation.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.nlp.testing.Jobs;
import dev.recurrent.nlp.text.TokenCounts;
import dev.recurrent.nlp.text.TokenKind;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerTrainer;
import dev.recurrent.spark.TestSpark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NgramBaselineTest {
  private static final String TRAINING = Jobs.text(30);
  private static final String VALIDATION = "seven ships of the keeper, où nobody counted seven.\n";

  /** By maps of strings, straight from the definition. */
  private static double expected(Tokenizer tokenizer, int order) {
    Map<List<Integer>, Map<Integer, Integer>> counts = new HashMap<>();
    int[] training = tokenizer.encode(TRAINING);
    for (int i = 0; i < training.length; i++) {
      for (int n = 0; n < order && n <= i; n++) {
        counts
            .computeIfAbsent(context(training, i, n), c -> new HashMap<>())
            .merge(training[i], 1, Integer::sum);
      }
    }
    int[] text = tokenizer.encode(VALIDATION);
    double nats = 0;
    for (int i = 1; i < text.length; i++) {
      double p = 1.0 / tokenizer.vocabulary().size();
      for (int n = 0; n < order && n <= i; n++) {
        Map<Integer, Integer> next = counts.getOrDefault(context(text, i, n), Map.of());
        double total = next.values().stream().mapToInt(c -> c).sum();
        if (total > 0) {
          p = (next.getOrDefault(text[i], 0) + next.size() * p) / (total + next.size());
        }
      }
      nats -= Math.log(p);
    }
    return nats / (text.length - 1);
  }

  private static List<Integer> context(int[] tokens, int end, int length) {
    List<Integer> context = new ArrayList<>();
    for (int i = end - length; i < end; i++) {
      context.add(tokens[i]);
    }
    return context;
  }

  /** Parts of one, two, three and more characters: contexts reach over several of them. */
  private static List<String> parts(String text, int size) {
    List<String> parts = new ArrayList<>();
    for (int i = 0, n = 1; i < text.length(); i += n, n = 1 + (n % size)) {
      parts.add(text.substring(i, Math.min(text.length(), i + n)));
    }
    return parts;
  }

  private static TokenizedCorpus corpus(List<String> parts, Tokenizer tokenizer) {
    return TokenizedCorpus.of(
        TestSpark.context().parallelize(parts, parts.size()), tokenizer, TestSpark.context());
  }

  @Test
  void countsAreThoseOfTheWholeTextHoweverItIsCut() {
    TokenCounts learned = new TokenCounts(TokenKind.CHAR);
    learned.add(TRAINING);
    Tokenizer tokenizer = TokenizerTrainer.learn(TokenKind.CHAR, 100, learned);
    TokenizedCorpus whole = corpus(List.of(TRAINING), tokenizer);
    TokenizedCorpus validation = corpus(parts(VALIDATION, 20), tokenizer);
    int vocabulary = tokenizer.vocabulary().size();
    double nats = new NgramBaseline(4, vocabulary).natsPerToken(whole, validation);
    assertEquals(expected(tokenizer, 4), nats, 1e-9);
    TokenizedCorpus cut = corpus(parts(TRAINING.substring(0, 40), 3), tokenizer);
    TokenizedCorpus one = corpus(List.of(TRAINING.substring(0, 40)), tokenizer);
    assertEquals(
        new NgramBaseline(6, vocabulary).natsPerToken(one, validation),
        new NgramBaseline(6, vocabulary).natsPerToken(cut, validation));
  }
}
