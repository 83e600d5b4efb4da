package dev.recurrent.nlp.translation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.translation.PairBatch.Pair;
import dev.recurrent.nlp.translation.TranslatorConfig.VocabularyConfig;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.Trainer;
import dev.recurrent.train.TrainingConfig;
import dev.recurrent.train.TrainingState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Digits copied and digits turned round: neither can be had without remembering every one. */
class LearningTest {
  private static final int DIGITS = 10;
  private static final int LONGEST = 10;
  private static final int BATCH = 32;
  private static final int STEPS = 700;
  private static final int SENTENCES = 300;

  @Test
  void copiesDigits() {
    assertTrue(exact(CellType.LSTM, UnaryOperator.identity()) >= 0.99);
  }

  @Test
  void reversesDigits() {
    assertTrue(exact(CellType.GRU, Pairs::reversed) >= 0.99);
  }

  /** Share of unseen sequences that come out exactly, after training on others. */
  private static double exact(CellType cell, UnaryOperator<int[]> task) {
    int v = 4 + DIGITS;
    Translator model =
        new Translator(
            TranslatorConfig.defaults(new VocabularyConfig(v, v, true, false))
                .withCell(cell, 64, 1)
                .withEmbeddingSize(32));
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    TrainingConfig config =
        TrainingConfig.defaults()
            .withOptimizer(TrainingConfig.defaults().optimizer(), 0.008f)
            .withSchedule(
                new LearningRateSchedule(LearningRateSchedule.Kind.COSINE, 20, STEPS, 0.01f));
    Trainer<PairBatch> trainer =
        new Trainer<>(model, config, TrainingState.start(parameters, config.optimizer()));
    SplittableRandom random = new SplittableRandom(1);
    for (int step = 0; step < STEPS; step++) {
      trainer.step(PairBatch.of(pairs(random, task, BATCH)), step, 1f);
    }
    TranslatorPass pass = model.bind(parameters, new float[parameters.length]);
    List<Pair> unseen = pairs(random, task, SENTENCES);
    int[][] sources = unseen.stream().map(Pair::source).toArray(int[][]::new);
    List<List<BeamSearch.ScoredTokens>> found =
        new BeamSearch(pass, SearchConfig.greedy()).search(sources);
    int exact = 0;
    for (int i = 0; i < SENTENCES; i++) {
      exact += Arrays.equals(unseen.get(i).target(), found.get(i).get(0).tokens()) ? 1 : 0;
    }
    return exact / (double) SENTENCES;
  }

  private static List<Pair> pairs(SplittableRandom random, UnaryOperator<int[]> task, int count) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] digits = Pairs.random(random, random.nextInt(1, LONGEST + 1), 4 + DIGITS);
      pairs.add(new Pair(digits, task.apply(digits)));
    }
    return pairs;
  }
}
