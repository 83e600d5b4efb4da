package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.Averaged;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.AveragingStrategy;
import dev.recurrent.spark.LineModel;
import dev.recurrent.spark.RowBatch;
import dev.recurrent.spark.RunState;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.train.Adam;
import dev.recurrent.train.TrainingConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is asked to stop leaves a checkpoint from which it goes on to the same parameters. */
class StoppedRunTest {
  private static final LineModel MODEL = new LineModel(300);
  private static final long ROUNDS = 6;

  @TempDir Path folder;

  /** A metric that asks for the stop, and then fails as a cancelled Spark job does. */
  private static final class StoppingMetric implements ValidationMetric {
    private final AtomicBoolean stop;
    private final long at;

    StoppingMetric(AtomicBoolean stop, long at) {
      this.stop = stop;
      this.at = at;
    }

    @Override
    public String name() {
      return "sum";
    }

    @Override
    public double score(float[] parameters, long round) {
      if (round == at) {
        stop.set(true);
        throw StoppedRunTest.<RuntimeException>undeclared(
            new SparkException("Job 7 cancelled as part of cancellation of all jobs"));
      }
      return -Math.abs(parameters[0] - 0.1 * round);
    }
  }

  /** As Spark's Scala throws it: checked, and declared by nobody. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> E undeclared(Exception checked) throws E {
    throw (E) checked;
  }

  private static TrainingRun<RowBatch> training(ValidationMetric metric) {
    AveragingConfig averaging =
        AveragingConfig.of(2, 3, AveragingStrategy.of("outer-nesterov", 2, 40));
    TrainingRun.Settings settings =
        new TrainingRun.Settings(
            TrainingConfig.defaults(), averaging, new RunLimits(ROUNDS, 0, 0, 0, 2));
    ShardedData<RowBatch> data = Averaged.data(TestSpark.context(), Averaged.equalShards(2, 4));
    return new TrainingRun<>(TestSpark.context(), MODEL, settings, data, data.partitions())
        .selectBy(metric, 2);
  }

  private static Checkpoint fresh() {
    return new Checkpoint(
        RunState.start(MODEL, Adam.defaults(), 2, 1),
        new Checkpoint.Best(null),
        List.of(),
        Map.of());
  }

  private RunDirectory take(String name) throws Exception {
    return RunDirectory.take(folder.resolve(name).toString(), new Configuration());
  }

  private TrainingResult whole() throws Exception {
    try (RunDirectory run = take("whole")) {
      return training(new StoppingMetric(new AtomicBoolean(), -1))
          .run(fresh(), run, ProgressListener.NONE);
    }
  }

  private void assertGoesOnLike(TrainingResult whole) throws Exception {
    try (RunDirectory run = take("stopped")) {
      Checkpoint begin = run.restore(MODEL.layout(), Adam.defaults(), 2, List.of());
      TrainingResult resumed =
          training(new StoppingMetric(new AtomicBoolean(), -1))
              .run(begin, run, ProgressListener.NONE);
      assertEquals(theta(whole), theta(resumed));
      assertArrayEquals(whole.parameters, resumed.parameters, "the best of all validations");
      assertEquals(ROUNDS, resumed.reports.size());
      for (int i = 0; i < ROUNDS; i++) {
        assertEquals(whole.reports.get(i).score(), resumed.reports.get(i).score());
        assertEquals(whole.reports.get(i).theta(), resumed.reports.get(i).theta());
      }
    }
  }

  @Test
  void aRunStoppedBetweenRoundsGoesOnToTheSameParameters() throws Exception {
    TrainingResult whole = whole();
    AtomicBoolean stop = new AtomicBoolean();
    try (RunDirectory run = take("stopped")) {
      ProgressListener afterThree =
          new ProgressListener() {
            @Override
            public void round(dev.recurrent.spark.RoundReport report, Double score, Double best) {
              stop.set(report.round() == 3);
            }
          };
      RunStoppedException stopped =
          assertThrows(
              RunStoppedException.class,
              () ->
                  training(new StoppingMetric(new AtomicBoolean(), -1))
                      .stopWhen(stop::get)
                      .run(fresh(), run, afterThree));
      assertEquals(3, stopped.round());
      assertTrue(stopped.getMessage().contains("after round 3"), stopped.getMessage());
    }
    assertTrue(Files.exists(folder.resolve("stopped/checkpoints/round-0000000003/manifest.json")));
    assertGoesOnLike(whole);
  }

  @Test
  void aRunStoppedInAValidationValidatesFirstWhenItGoesOn() throws Exception {
    TrainingResult whole = whole();
    for (long at : new long[] {4, ROUNDS}) {
      AtomicBoolean stop = new AtomicBoolean();
      try (RunDirectory run = take("stopped")) {
        run.clear();
        assertThrows(
            RunStoppedException.class,
            () ->
                training(new StoppingMetric(stop, at))
                    .stopWhen(stop::get)
                    .run(fresh(), run, ProgressListener.NONE));
      }
      assertGoesOnLike(whole);
    }
  }

  private static String theta(TrainingResult result) {
    return result.reports.get(result.reports.size() - 1).theta();
  }
}
