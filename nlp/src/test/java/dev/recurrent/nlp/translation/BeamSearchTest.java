package dev.recurrent.nlp.translation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.translation.BeamSearch.ScoredTokens;
import dev.recurrent.nlp.translation.PairBatch.Pair;
import dev.recurrent.nlp.translation.TranslatorConfig.VocabularyConfig;
import dev.recurrent.nn.attention.Attention;
import dev.recurrent.nn.cell.CellType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The search against all there is to find, on networks of random weights. */
class BeamSearchTest {
  private static final SearchConfig PLAIN = new SearchConfig(60, 0, 0, 0, 2);

  private static Translator model(int vocabulary, Attention.Kind attention) {
    return new Translator(
        TranslatorConfig.defaults(new VocabularyConfig(vocabulary, vocabulary, true, false))
            .withCell(CellType.GRU, 8, 1)
            .withEmbeddingSize(5)
            .withAttention(attention, true));
  }

  private static TranslatorPass pass(Translator model, long seed) {
    float[] parameters = new float[model.layout().size()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextDouble(-1, 1);
    }
    return model.bind(parameters, new float[parameters.length]);
  }

  /** What the network gives a translation, in nats. */
  private static double logProbability(TranslatorPass pass, int[] source, int[] target) {
    PairBatch batch = PairBatch.of(List.of(new Pair(source, target)));
    return -pass.loss(batch) * batch.targets();
  }

  @Test
  void aWideBeamFindsTheBest() {
    Translator model = model(6, Attention.Kind.GENERAL);
    int[] source = {4, 5, 5};
    for (int seed = 1; seed <= 5; seed++) {
      TranslatorPass pass = pass(model, seed);
      ScoredTokens best = new BeamSearch(pass, PLAIN).search(new int[][] {source}).get(0).get(0);
      double found = logProbability(pass, source, best.tokens());
      assertEquals(found, best.logProbability(), 1e-4);
      assertEquals(best.logProbability(), best.score());
      for (int[] other : all(4)) {
        assertTrue(found >= logProbability(pass, source, other) - 1e-5, Arrays.toString(other));
      }
    }
  }

  /** Every sequence of tokens 1, 4 and 5 up to a length. */
  private static List<int[]> all(int longest) {
    List<int[]> all = new ArrayList<>(List.of(new int[0]));
    for (int i = 0; i < all.size() && all.get(i).length < longest; i++) {
      for (int token : new int[] {1, 4, 5}) {
        int[] longer = Arrays.copyOf(all.get(i), all.get(i).length + 1);
        longer[longer.length - 1] = token;
        all.add(longer);
      }
    }
    return all;
  }

  @Test
  void sentencesDoNotSeeOneAnother() {
    for (Attention.Kind kind : Attention.Kind.values()) {
      TranslatorPass pass = pass(model(12, kind), 3);
      int[][] sources = {{4}, {5, 6, 7, 8, 9}, {10, 11}};
      BeamSearch search = new BeamSearch(pass, SearchConfig.defaults());
      List<List<ScoredTokens>> together = search.search(sources);
      for (int i = 0; i < sources.length; i++) {
        List<ScoredTokens> alone = search.search(new int[][] {sources[i]}).get(0);
        assertEquals(alone.size(), together.get(i).size());
        for (int j = 0; j < alone.size(); j++) {
          assertArrayEquals(alone.get(j).tokens(), together.get(i).get(j).tokens());
          assertEquals(alone.get(j).score(), together.get(i).get(j).score(), 1e-4);
        }
      }
    }
  }

  @Test
  void bestComeFirstAndDiffer() {
    TranslatorPass pass = pass(model(12, Attention.Kind.BAHDANAU), 5);
    List<ScoredTokens> found =
        new BeamSearch(pass, SearchConfig.defaults()).search(new int[][] {{4, 5, 6}}).get(0);
    assertEquals(5, found.size());
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < found.size(); i++) {
      assertTrue(seen.add(Arrays.toString(found.get(i).tokens())));
      assertTrue(i == 0 || found.get(i).score() <= found.get(i - 1).score());
      for (float[] weights : found.get(i).attention()) {
        double sum = 0;
        for (float weight : weights) {
          sum += weight;
        }
        assertEquals(4, weights.length);
        assertEquals(1, sum, 1e-5);
      }
    }
  }

  @Test
  void greedyTakesTheLikeliestEveryTime() {
    TranslatorPass pass = pass(model(12, Attention.Kind.GENERAL), 7);
    int[] source = {4, 5, 6, 7};
    int[] found =
        new BeamSearch(pass, SearchConfig.greedy())
            .search(new int[][] {source})
            .get(0)
            .get(0)
            .tokens();
    assertTrue(found.length > 0);
    for (int t = 0; t < found.length; t++) {
      int[] beginning = Arrays.copyOf(found, t + 1);
      double own = given(pass, source, beginning);
      for (int other = 1; other < 12; other++) {
        if (other != 2 && other != 3) {
          beginning[t] = other;
          assertTrue(own >= given(pass, source, beginning) - 1e-5);
        }
      }
    }
  }

  /** Log probability of a beginning, whatever follows: its tokens' own terms. */
  private static double given(TranslatorPass pass, int[] source, int[] beginning) {
    TranslatorPass.SearchState state = pass.begin(PairBatch.ofSources(new int[][] {source}), 1);
    double sum = 0;
    int token = 2;
    for (int next : beginning) {
      var logits = pass.step(state, new int[] {token});
      sum +=
          logits.get(0, next)
              - dev.recurrent.math.Activations.logSumExp(
                  logits.data, logits.index(0), logits.columns);
      token = next;
    }
    return sum;
  }

  @Test
  void blockedNgramsDoNotRepeat() {
    for (int n = 1; n <= 3; n++) {
      TranslatorPass pass = pass(model(9, Attention.Kind.DOT), 2);
      SearchConfig config = new SearchConfig(3, 1, 0, n, 3);
      for (ScoredTokens found :
          new BeamSearch(pass, config).search(new int[][] {{4, 5, 6, 7}}).get(0)) {
        Set<List<Integer>> seen = new HashSet<>();
        List<Integer> tokens = Arrays.stream(found.tokens()).boxed().toList();
        for (int i = 0; i + n <= tokens.size(); i++) {
          assertTrue(seen.add(tokens.subList(i, i + n)), n + ": " + tokens);
        }
      }
    }
  }

  @Test
  void coverageCostsWhatWasNotLookedAt() {
    TranslatorPass pass = pass(model(9, Attention.Kind.GENERAL), 4);
    int[][] source = {{4, 5, 6, 7, 8}};
    SearchConfig covered = new SearchConfig(4, 1, 1, 0, 2);
    for (ScoredTokens found : new BeamSearch(pass, covered).search(source).get(0)) {
      double coverage = 0;
      for (int s = 0; s < 6; s++) {
        double sum = 0;
        for (float[] weights : found.attention()) {
          sum += weights[s];
        }
        coverage += Math.log(Math.min(1, sum));
      }
      // The end's own step looks too, so that the penalty is a little less than what is seen here.
      double penalty =
          found.score() - covered.normalise(found.logProbability(), found.tokens().length + 1);
      assertTrue(penalty < -0.01 && penalty >= coverage, penalty + " of " + coverage);
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> SearchConfig.defaults().withBeam(0));
    assertThrows(IllegalArgumentException.class, () -> new SearchConfig(5, -1, 0, 0, 2));
    assertThrows(IllegalArgumentException.class, () -> new SearchConfig(5, 1, 0, -1, 2));
    assertThrows(IllegalArgumentException.class, () -> new SearchConfig(5, 1, 0, 0, 0));
  }
}
