package dev.recurrent.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Seed;
import dev.recurrent.train.Adam;
import dev.recurrent.train.LayerRates;
import dev.recurrent.train.Trainer;
import dev.recurrent.train.TrainingConfig;
import dev.recurrent.train.TrainingState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterAveragingTest {
  private static AveragingStrategy strategy(String name, int shards, long rounds) {
    return AveragingStrategy.of(name, shards, rounds);
  }

  private static float[] local(TrainingConfig config, Shard<RowBatch> shard, int steps, int h) {
    LineModel model = new LineModel(1);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, config.seed());
    TrainingState state = TrainingState.start(parameters, config.optimizer());
    Trainer<RowBatch> trainer = new Trainer<>(model, config, state);
    for (int i = 0; i < steps; i++) {
      trainer.step(shard.batch(i), Seed.of(config.seed(), i / h, 0, i % h), 1f);
    }
    return parameters;
  }

  @Test
  void oneShardEqualsLocalTrainingBitForBit() {
    TrainingConfig adam = TrainingConfig.defaults().withOptimizer(Adam.defaults(), 0.01f);
    Shard<RowBatch> shard = Averaged.equalShards(1, 5).get(0);
    AveragingConfig averaging =
        AveragingConfig.of(1, 4, strategy("average", 1, 3))
            .withMoments(AveragingConfig.Moments.AVERAGE);
    RunState state = Averaged.run(List.of(shard), averaging, adam, 3);
    assertArrayEquals(local(adam, shard, 12, 4), state.training.parameters);
  }

  @Test
  void syncOfOneShardEqualsLocalTrainingBitForBit() {
    TrainingConfig adam = TrainingConfig.defaults().withOptimizer(Adam.defaults(), 0.01f);
    Shard<RowBatch> shard = Averaged.equalShards(1, 5).get(0);
    AveragingConfig averaging = AveragingConfig.of(1, 1, strategy("sync", 1, 12));
    LayerRates layers =
        LayerRates.of(2, 5, new LineModel(1).layout(), name -> name.equals("weight") ? 1 : 0);
    for (TrainingConfig config : List.of(adam, adam.withLayerRates(layers))) {
      RunState state = Averaged.run(List.of(shard), averaging, config, 12);
      assertArrayEquals(local(config, shard, 12, 1), state.training.parameters);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void syncEqualsOneProcessOnTheWholeBatch(int shards) {
    AveragingConfig averaging = AveragingConfig.of(shards, 1, strategy("sync", shards, 12));
    RunState state = Averaged.run(Averaged.equalShards(shards, 5), averaging, Averaged.sgd(), 12);
    float[] whole = local(Averaged.sgd(), new RowShard(0, 5 * shards, 12), 12, 1);
    // Sums over 5 rows and then shards round otherwise than sums over all rows.
    assertArrayEquals(whole, state.training.parameters, 2e-6f);
  }

  @Test
  void shardsWeighTheirTargets() {
    List<Shard<RowBatch>> uneven = List.of(new RowShard(0, 2, 12), new RowShard(2, 8, 12));
    AveragingConfig averaging = AveragingConfig.of(2, 1, strategy("sync", 2, 12));
    RunState state = Averaged.run(uneven, averaging, Averaged.sgd(), 12);
    float[] whole = local(Averaged.sgd(), new RowShard(0, 10, 12), 12, 1);
    assertArrayEquals(whole, state.training.parameters, 2e-6f);
  }

  @Test
  void averageOfOneStepOfPlainGradientEqualsSync() {
    AveragingConfig sync = AveragingConfig.of(3, 1, strategy("sync", 3, 9));
    AveragingConfig average = AveragingConfig.of(3, 1, strategy("average", 3, 9));
    List<Shard<RowBatch>> shards = Averaged.equalShards(3, 4);
    float[] a = Averaged.run(shards, sync, Averaged.sgd(), 9).training.parameters;
    float[] b = Averaged.run(shards, average, Averaged.sgd(), 9).training.parameters;
    assertArrayEquals(a, b, 2e-6f);
  }

  @Test
  void everyPresetFollowsItsFormula() {
    for (String name : List.of("average", "outer-nesterov", "bmuf", "diloco")) {
      AveragingStrategy rule = strategy(name, 4, 100);
      AveragingConfig averaging = AveragingConfig.of(4, 3, rule);
      List<Shard<RowBatch>> shards = Averaged.equalShards(4, 4);
      float[] actual = Averaged.run(shards, averaging, Averaged.sgd(), 4).training.parameters;
      assertArrayEquals(byHand(rule, shards, 4, 3), actual, 1e-6f, name);
    }
  }

  /** theta and v in double, shard by shard, as the strategy's documentation has them. */
  private static float[] byHand(
      AveragingStrategy rule, List<Shard<RowBatch>> shards, int rounds, int h) {
    LineModel model = new LineModel(1);
    float[] theta = new float[model.layout().size()];
    model.initialize(theta, 1);
    double[] v = new double[theta.length];
    for (int round = 0; round < rounds; round++) {
      double[] d = new double[theta.length];
      for (Shard<RowBatch> shard : shards) {
        TrainingState state = TrainingState.start(theta.clone(), Averaged.sgd().optimizer());
        Trainer<RowBatch> trainer = new Trainer<>(model, Averaged.sgd(), state);
        for (int i = 0; i < h; i++) {
          trainer.step(shard.batch(round * h + i), 0, 1f);
        }
        for (int i = 0; i < d.length; i++) {
          d[i] += ((double) theta[i] - state.parameters[i]) / shards.size();
        }
      }
      double mu = round < 2 ? 0 : rule.mu();
      for (int i = 0; i < d.length; i++) {
        v[i] = mu * v[i] + d[i];
        theta[i] -= (float) (rule.eta() * (d[i] + mu * v[i]));
      }
    }
    return theta;
  }

  @Test
  void defaultMomentumIsCappedByShardsAndRounds() {
    assertEquals(0.0, strategy("outer-nesterov", 1, 1000).mu());
    assertEquals(0.0, strategy("outer-nesterov", 2, 1000).mu());
    assertEquals(0.5, strategy("outer-nesterov", 4, 1000).mu());
    assertEquals(0.0, strategy("outer-nesterov", 8, 10).mu());
    assertEquals(0.375, strategy("outer-nesterov", 8, 16).mu());
    assertEquals(0.875, strategy("bmuf", 8, 16).mu());
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherDoesNot() {
    AveragingConfig averaging = AveragingConfig.of(5, 3, strategy("outer-nesterov", 5, 100));
    List<Shard<RowBatch>> shards = Averaged.equalShards(5, 4);
    TrainingConfig config = TrainingConfig.defaults();
    String once = theta(Averaged.run(shards, averaging, config, 6));
    assertEquals(once, theta(Averaged.run(shards, averaging, config, 6)));
    assertTrue(!once.equals(theta(Averaged.run(shards, averaging, config.withSeed(2), 6))));
  }

  private static String theta(RunState state) {
    return ParameterHash.hash(state.training.parameters);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 1})
  void sumsOnExecutorsEqualSumsOnTheDriver(long quantizeFrom) {
    LineModel model = new LineModel(9000);
    AveragingConfig averaging =
        AveragingConfig.of(3, 2, strategy("outer-nesterov", 3, 100)).withQuantize(quantizeFrom);
    List<Shard<RowBatch>> shards = new ArrayList<>(Averaged.equalShards(3, 4));
    shards.set(1, new RowShard(4, 4, 1));
    for (AveragingConfig.Moments moments : AveragingConfig.Moments.values()) {
      requireTheSameInSlices(model, shards, averaging.withMoments(moments));
    }
  }

  private static void requireTheSameInSlices(
      LineModel model, List<Shard<RowBatch>> shards, AveragingConfig averaging) {
    TrainingConfig adam = TrainingConfig.defaults();
    RunState collected = Averaged.run(model, shards, averaging, adam, 5);
    RunState sliced = Averaged.run(model, shards, averaging.withCollectLimit(0), adam, 5);
    assertEquals(theta(collected), theta(sliced));
    assertArrayEquals(collected.training.moments, sliced.training.moments);
    assertArrayEquals(collected.carries.toArray(), sliced.carries.toArray());
    assertEquals(collected.targets, sliced.targets);
  }

  @Test
  void quantisedRunsStayNearFullOnes() {
    List<Shard<RowBatch>> shards = Averaged.equalShards(2, 4);
    AveragingConfig full = AveragingConfig.of(2, 3, strategy("average", 2, 9));
    float[] a = Averaged.run(shards, full, Averaged.sgd(), 4).training.parameters;
    float[] b = Averaged.run(shards, full.withQuantize(1), Averaged.sgd(), 4).training.parameters;
    assertArrayEquals(a, b, 5e-3f);
  }

  @Test
  void hiddenStateGoesOnFromRoundToRoundAndStartsAnewWithAnEpoch() {
    AveragingConfig averaging = AveragingConfig.of(2, 5, strategy("average", 2, 9));
    List<Shard<RowBatch>> shards = Averaged.equalShards(2, 4);
    RunState two = Averaged.run(shards, averaging, Averaged.sgd(), 2);
    assertArrayEquals(new float[] {10}, two.carries.get(1));
    RunState three = Averaged.run(shards, averaging, Averaged.sgd(), 3);
    assertEquals(0, three.carries.get(1).length);
    assertEquals(1, three.epoch);
    assertEquals(12, three.training.step);
    assertEquals(12 * 8, three.targets);
  }

  @Test
  void anEmptyShardWeighsNothingAndIsReported() {
    List<Shard<RowBatch>> shards = List.of(new RowShard(0, 4, 12), new RowShard(4, 4, 0));
    AveragingConfig averaging = AveragingConfig.of(2, 3, strategy("average", 2, 9));
    RunState state = RunState.start(new LineModel(1), Averaged.sgd().optimizer(), 2, 1);
    ParameterAveraging<RowBatch> loop = loop(shards, averaging, Averaged.sgd());
    RoundReport report = loop.round(state);
    assertEquals(1, report.trained());
    assertEquals(1, report.empty());
    assertArrayEquals(
        local(Averaged.sgd(), new RowShard(0, 4, 12), 3, 3), state.training.parameters);
  }

  private static ParameterAveraging<RowBatch> loop(
      List<Shard<RowBatch>> shards, AveragingConfig averaging, TrainingConfig training) {
    return new ParameterAveraging<>(
        TestSpark.context(),
        new LineModel(1),
        training,
        averaging,
        Averaged.data(TestSpark.context(), shards));
  }

  @Test
  void aShardThatDivergesWeighsNothingAndIsNamed() {
    List<Shard<RowBatch>> shards = new ArrayList<>(Averaged.equalShards(4, 4));
    shards.set(2, new RowShard(8, 4, 12).poisoned(Float.NaN));
    AveragingConfig averaging = AveragingConfig.of(4, 3, strategy("average", 4, 9));
    RunState state = RunState.start(new LineModel(1), Averaged.sgd().optimizer(), 4, 1);
    RoundReport report = loop(shards, averaging, Averaged.sgd()).round(state);
    assertEquals(List.of(2), report.diverged());
    assertEquals(3, report.trained());
    assertEquals(3, report.skippedSteps());
    assertTrue(Float.isFinite(state.training.parameters[0]));
  }

  @Test
  void tooManyDivergedShardsEndTheRunAfterThreeHalvings() {
    List<Shard<RowBatch>> shards =
        List.of(new RowShard(0, 4, 12).poisoned(Float.NaN), new RowShard(4, 4, 12));
    AveragingConfig averaging = AveragingConfig.of(2, 3, strategy("average", 2, 9));
    RunState state = RunState.start(new LineModel(1), Averaged.sgd().optimizer(), 2, 1);
    float[] before = state.training.parameters.clone();
    ParameterAveraging<RowBatch> loop = loop(shards, averaging, Averaged.sgd());
    DivergedException e = assertThrows(DivergedException.class, () -> loop.round(state));
    assertTrue(e.getMessage().startsWith("round 1 diverged in shards [0]"), e.getMessage());
    assertArrayEquals(before, state.training.parameters);
    assertEquals(0.125f, state.rateFactor);
  }

  @Test
  void aRollbackWithHalfTheRateCanSaveARun() {
    // At this rate the error grows without bound within the round; at an eighth of it, it does not.
    TrainingConfig fast = Averaged.sgd().withOptimizer(new dev.recurrent.train.Sgd(0f), 1e13f);
    AveragingConfig averaging = AveragingConfig.of(1, 3, strategy("average", 1, 9));
    RunState state = RunState.start(new LineModel(1), fast.optimizer(), 1, 1);
    ParameterAveraging<RowBatch> loop = loop(Averaged.equalShards(1, 4), averaging, fast);
    RoundReport report = loop.round(state);
    assertTrue(state.rollbacks >= 1 && state.rollbacks <= 3, "rollbacks " + state.rollbacks);
    assertEquals(1, report.trained());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "average", "outer-nesterov"})
  void aShardWithoutTargetsWeighsNothing(String name) {
    TrainingConfig adam = TrainingConfig.defaults().withOptimizer(Adam.defaults(), 0.01f);
    AveragingConfig averaging = AveragingConfig.of(2, 1, strategy(name, 2, 6));
    List<Shard<RowBatch>> masked = List.of(new RowShard(0, 4, 12), new RowShard(4, 0, 12));
    List<Shard<RowBatch>> empty = List.of(new RowShard(0, 4, 12), new RowShard(4, 4, 0));
    float[] theta = Averaged.run(masked, averaging, adam, 6).training.parameters;
    assertArrayEquals(Averaged.run(empty, averaging, adam, 6).training.parameters, theta);
    assertTrue(Float.isFinite(theta[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "average", "outer-nesterov"})
  void aRoundWithoutTargetsChangesNothingAndIsReported(String name) {
    TrainingConfig adam = TrainingConfig.defaults().withOptimizer(Adam.defaults(), 0.01f);
    AveragingConfig averaging = AveragingConfig.of(2, 1, strategy(name, 2, 6));
    List<Shard<RowBatch>> masked = List.of(new RowShard(0, 0, 12), new RowShard(4, 0, 12));
    LineModel model = new LineModel(1);
    RunState state = RunState.start(model, adam.optimizer(), 2, adam.seed());
    float[] before = state.training.parameters.clone();
    RoundReport report =
        new ParameterAveraging<>(
                TestSpark.context(),
                model,
                adam,
                averaging,
                Averaged.data(TestSpark.context(), masked))
            .round(state);
    assertArrayEquals(before, state.training.parameters);
    assertEquals(1, state.round);
    assertEquals(2, report.empty());
    assertEquals(List.of(), report.diverged());
  }
}
