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
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.TestSpark;
import dev.recurrent.train.Adam;
import dev.recurrent.train.TrainingConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that fails however often it is tried, and files whose times are wrong. */
class FailingTasksTest {
  private static final LineModel MODEL = new LineModel(30);
  private static final int ROUNDS = 6;

  @TempDir Path folder;

  /** One shard's data, of which the second epoch cannot be read. */
  private static final class Unreadable implements Shard<RowBatch> {
    private static final long serialVersionUID = 1L;
    private final Shard<RowBatch> data;

    Unreadable(Shard<RowBatch> data) {
      this.data = data;
    }

    @Override
    public int batches() {
      return data.batches();
    }

    @Override
    public RowBatch batch(int index) {
      return data.batch(index);
    }

    @Override
    public RowBatch batch(int index, int epoch) {
      if (epoch > 0) {
        throw new IllegalStateException("the disk of this shard is broken");
      }
      return data.batch(index);
    }
  }

  private static TrainingRun<RowBatch> training(List<Shard<RowBatch>> shards) {
    AveragingConfig averaging =
        AveragingConfig.of(2, 6, AveragingStrategy.of("outer-nesterov", 2, 40));
    TrainingRun.Settings settings =
        new TrainingRun.Settings(
            TrainingConfig.defaults(), averaging, new RunLimits(ROUNDS, 0, 0, 0, 1));
    ShardedData<RowBatch> data = Averaged.data(TestSpark.context(), shards);
    return new TrainingRun<>(TestSpark.context(), MODEL, settings, data, data.partitions());
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

  private static Checkpoint restore(RunDirectory run) throws Exception {
    return run.restore(MODEL.layout(), Adam.defaults(), 2, List.of());
  }

  @Test
  void aTaskThatAlwaysFailsEndsTheRunAndItsLastCheckpointHolds() throws Exception {
    List<Shard<RowBatch>> good = Averaged.equalShards(2, 4);
    float[] expected;
    try (RunDirectory run = take("whole")) {
      expected = training(good).run(fresh(), run, ProgressListener.NONE).parameters;
    }
    List<Shard<RowBatch>> bad = new ArrayList<>(good);
    bad.set(1, new Unreadable(good.get(1)));
    TestSpark.session().sparkContext().conf().set("spark.recurrent.checkpointSeconds", "0");
    try (RunDirectory run = take("failing")) {
      Exception failure =
          assertThrows(
              SparkException.class, () -> training(bad).run(fresh(), run, ProgressListener.NONE));
      assertTrue(failure.getMessage().contains("of this shard"), failure.getMessage());
      Checkpoint last = restore(run);
      // Rounds of six batches of an epoch's twelve.
      assertEquals(2, last.state().round);
      assertArrayEquals(expected, training(good).run(last, run, ProgressListener.NONE).parameters);
    } finally {
      TestSpark.session().sparkContext().conf().remove("spark.recurrent.checkpointSeconds");
    }
  }

  /** After a clock that was wrong, a copy, or a restored backup. */
  @Test
  void theNewestCheckpointIsTheOneOfTheLastRoundWhateverTheTimesOfItsFiles() throws Exception {
    Checkpoints checkpoints = new Checkpoints(3);
    try (RunDirectory run = take("run")) {
      run.save(checkpoints.checkpoint(1), checkpoints.layout());
      run.save(checkpoints.checkpoint(2), checkpoints.layout());
      touch("round-0000000001", Instant.parse("2038-01-19T03:14:07Z"));
      touch("round-0000000002", Instant.EPOCH);
    }
    try (RunDirectory run = take("run")) {
      Checkpoint last =
          run.restore(checkpoints.layout(), Adam.defaults(), 2, List.of("model.json"));
      assertEquals(2, last.state().round);
    }
  }

  private void touch(String checkpoint, Instant time) throws Exception {
    Path place = folder.resolve("run/checkpoints").resolve(checkpoint);
    try (Stream<Path> all = Files.walk(place)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.setLastModifiedTime(path, FileTime.from(time));
      }
    }
  }
}
