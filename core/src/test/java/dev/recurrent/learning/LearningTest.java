package dev.recurrent.learning;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Seed;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.layer.Sequences;
import dev.recurrent.nn.recurrent.GradientFlow;
import dev.recurrent.train.Adam;
import dev.recurrent.train.GradientClip;
import dev.recurrent.train.SequenceBatch;
import dev.recurrent.train.SequenceModel;
import dev.recurrent.train.Trainer;
import dev.recurrent.train.TrainingConfig;
import dev.recurrent.train.TrainingState;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LSTM and GRU bridge a hundred steps, the vanilla cell does not, and its gradient shows why. */
class LearningTest {
  private static final int LENGTH = 100;
  private static final int BATCH = 32;

  /** Variance of the sum of two uniform numbers: what always answering 1 scores. */
  private static final double ADDING_BASELINE = 1.0 / 6;

  /** Well below the baseline: only who adds both numbers gets there. */
  private static final double ADDED = 0.02;

  private static final int LAG = 8;

  /**
   * The adding problem: two of the hundred numbers are marked, one in each half; the target after
   * the last step is their sum (Hochreiter and Schmidhuber 1997, section 5.4).
   */
  private static SequenceBatch adding(long seed) {
    SplittableRandom random = new SplittableRandom(Seed.of(seed, 1));
    Matrix x = Matrix.zeros(LENGTH * BATCH, 2);
    Matrix y = Matrix.zeros(BATCH, 1);
    for (int b = 0; b < BATCH; b++) {
      int first = random.nextInt(LENGTH / 2);
      int second = LENGTH / 2 + random.nextInt(LENGTH / 2);
      float sum = 0;
      for (int t = 0; t < LENGTH; t++) {
        float value = (float) random.nextDouble();
        boolean marked = t == first || t == second;
        x.set(t * BATCH + b, 0, value);
        x.set(t * BATCH + b, 1, marked ? 1 : 0);
        sum += marked ? value : 0;
      }
      y.set(b, 0, sum);
    }
    return batch(x, y);
  }

  /** A random bit at each of a hundred steps, to be said again eight steps later. */
  private static SequenceBatch laggedCopy(long seed) {
    SplittableRandom random = new SplittableRandom(Seed.of(seed, 2));
    Matrix x = Matrix.zeros(LENGTH * BATCH, 1);
    Matrix y = Matrix.zeros(LENGTH * BATCH, 1);
    for (int row = 0; row < x.rows; row++) {
      x.set(row, 0, random.nextInt(2) * 2 - 1);
      y.set(row, 0, row < LAG * BATCH ? Float.NaN : x.get(row - LAG * BATCH, 0));
    }
    return batch(x, y);
  }

  private static SequenceBatch batch(Matrix features, Matrix targets) {
    int[] lengths = new int[BATCH];
    Arrays.fill(lengths, LENGTH);
    return new SequenceBatch(Sequences.of(LENGTH, lengths), features, null, targets, null, null);
  }

  /** Trains until the mean loss of fifty steps is below a limit; returns the steps, or the most. */
  private static int steps(
      SequenceModel model, LongFunction<SequenceBatch> task, double limit, int most) {
    TrainingConfig config =
        TrainingConfig.defaults()
            .withOptimizer(new Adam(0.9f, 0.99f, 1e-8f), 0.005f)
            .withClip(GradientClip.byNorm(1));
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 3);
    Trainer<SequenceBatch> trainer =
        new Trainer<>(model, config, TrainingState.start(parameters, config.optimizer()));
    double sum = 0;
    for (int step = 1; step <= most; step++) {
      sum += trainer.step(task.apply(step), 0, 1f);
      if (step % 50 == 0) {
        if (sum / 50 < limit) {
          return step;
        }
        sum = 0;
      }
    }
    return most;
  }

  private static SequenceModel adder(CellType type) {
    return SequenceModel.input(2).recurrent(type, 32).pool(Pooling.LAST).dense(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"LSTM", "GRU"})
  void gatedCellsSolveTheAddingProblem(CellType type) {
    int most = 4000;
    int steps = steps(adder(type), LearningTest::adding, ADDED, most);
    assertTrue(steps < most, type + " not below " + ADDED + " after " + steps + " steps");
  }

  @Test
  void theVanillaCellDoesNotSolveTheAddingProblem() {
    int most = 2000;
    int steps = steps(adder(CellType.RNN), LearningTest::adding, ADDED, most);
    assertTrue(steps == most, "the vanilla cell solved it after " + steps + " steps");
    assertTrue(ADDED < ADDING_BASELINE / 5);
  }

  @ParameterizedTest
  @EnumSource(names = {"LSTM", "GRU"})
  void gatedCellsSolveTheLaggedCopy(CellType type) {
    int most = 3000;
    SequenceModel copier = SequenceModel.input(1).recurrent(type, 32).dense(1);
    // Below 0.05 every answer has the right sign: guessing scores 1.
    int steps = steps(copier, LearningTest::laggedCopy, 0.05, most);
    assertTrue(steps < most, type + " not below 0.05 after " + steps + " steps");
  }

  @Test
  void theVanillaCellsGradientVanishesWhereTheLstmsStays() {
    double[] vanilla = GradientFlow.atStart(CellType.RNN.cell(8, 32), LENGTH, 1);
    double[] lstm = GradientFlow.atStart(CellType.LSTM.cell(8, 32), LENGTH, 1);
    String both = "rnn " + Arrays.toString(vanilla) + ", lstm " + Arrays.toString(lstm);
    assertTrue(vanilla[0] == 1 && lstm[0] == 1, both);
    assertTrue(vanilla[LENGTH - 1] < 1e-6, both);
    assertTrue(lstm[LENGTH - 1] > 10 * vanilla[LENGTH - 1], both);
  }
}
