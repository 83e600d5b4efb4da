package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.testing.TextModel;
import dev.recurrent.testing.TokenBatch;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Once compiled, a training step lives on the memory of the one before. */
class AllocationTest {
  private static final int ROUNDS = 100;
  private static final int STEPS = 50;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @CsvSource({"RNN,7", "LSTM,7", "GRU,7", "RNN,94", "LSTM,94", "GRU,94"})
  void stepAllocatesNothing(CellType type, int length) {
    // 50 columns: one panel and a part of one, three vectors and a part of one.
    TextModel model = new TextModel(11, RecurrentConfig.of(type, 9, 50, 2), false, 0f);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    // 11 rows: tiles of six and of five. In 94 steps so many that sums over them are kept apart.
    requireNone(model, parameters, batch(length, 11, model.vocabulary()));
  }

  @Test
  void stepOfASequenceModelAllocatesNothing() {
    SequenceModel model =
        SequenceModel.input(9)
            .recurrent(CellType.LSTM, 50)
            .dropout(0.2f)
            .recurrent(CellType.GRU, 50)
            .pool(Pooling.LAST)
            .dense(3, Activation.TANH);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    requireNone(model, parameters, new RandomSequences(1).batch(model));
  }

  private static <B extends Batch> void requireNone(Model<B> model, float[] parameters, B batch) {
    TrainingConfig config = TrainingConfig.defaults();
    Trainer<B> trainer =
        new Trainer<>(model, config, TrainingState.start(parameters, config.optimizer()));
    long bytes = Long.MAX_VALUE;
    // A vector is an object until its loop is compiled, which takes a while.
    for (int round = 0; round < ROUNDS && bytes >= STEPS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < STEPS; i++) {
        trainer.step(batch, i, 1f);
      }
      bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(bytes < STEPS, bytes / STEPS + " bytes a step after " + ROUNDS * STEPS + " steps");
  }

  private static TokenBatch batch(int steps, int batch, int vocabulary) {
    SplittableRandom random = new SplittableRandom(1);
    int[] tokens = random.ints(steps * batch, 0, vocabulary).toArray();
    int[] classes = random.ints(steps * batch, 0, vocabulary).toArray();
    return new TokenBatch(tokens, classes, batch);
  }
}
