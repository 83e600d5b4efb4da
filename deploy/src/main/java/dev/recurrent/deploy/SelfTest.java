package dev.recurrent.deploy;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.generation.LanguageModel;
import dev.recurrent.nlp.generation.LanguageModelConfig;
import dev.recurrent.nlp.text.TokenBatch;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.AveragingStrategy;
import dev.recurrent.spark.ParameterAveraging;
import dev.recurrent.spark.ParameterHash;
import dev.recurrent.spark.RunState;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.job.ExitCode;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.train.GradientCheck;
import dev.recurrent.train.Trainer;
import dev.recurrent.train.TrainingConfig;
import dev.recurrent.train.TrainingState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;

/** Proves on the user's own cluster that gradients are right and results do not depend on luck. */
@Command(description = "Checks gradients and reproducibility on this cluster.", sortOptions = false)
public final class SelfTest implements Job {
  private static final int VOCABULARY = 11;
  private static final int ROUNDS = 4;
  private static final int LOCAL_STEPS = 3;
  private static final double GRADIENT_LIMIT = 1e-3;

  @Override
  public String task() {
    return "selftest";
  }

  @Override
  public String action() {
    return "";
  }

  /** Batches made from a formula: the same on every executor. */
  static final class FormulaShard implements Shard<TokenBatch> {
    private static final long serialVersionUID = 1L;
    private final int shard;

    FormulaShard(int shard) {
      this.shard = shard;
    }

    @Override
    public int batches() {
      return ROUNDS * LOCAL_STEPS;
    }

    @Override
    public TokenBatch batch(int index) {
      int[] tokens = new int[15];
      int[] targets = new int[15];
      for (int i = 0; i < 15; i++) {
        tokens[i] = (int) Math.floorMod(Seed.of(shard, index, i), (long) VOCABULARY);
        targets[i] = (tokens[i] + 1) % VOCABULARY;
      }
      return new TokenBatch(tokens, targets, 3, index == 0);
    }
  }

  @Override
  public Map<String, Object> run(JobContext context) {
    JavaSparkContext spark = context.spark();
    List<Map<String, Object>> checks = new ArrayList<>();
    for (CellType type : CellType.values()) {
      if (type != CellType.RNN_RELU) {
        check(
            context, checks, "gradients of " + type.label(), worstGradient(type) < GRADIENT_LIMIT);
      }
    }
    check(context, checks, "one shard equals one process", train(spark, 1, ROUNDS).equals(local()));
    String whole = train(spark, 4, ROUNDS);
    check(
        context,
        checks,
        "four shards twice give the same bits",
        train(spark, 4, ROUNDS).equals(whole));
    check(
        context,
        checks,
        "a run cut in two equals one",
        train(spark, 4, 2, ROUNDS - 2).equals(whole));
    if (checks.stream().anyMatch(c -> Boolean.FALSE.equals(c.get("passed")))) {
      throw new JobException(ExitCode.FAILED, "self-test failed: " + checks);
    }
    return Map.of("checks", checks);
  }

  private static void check(
      JobContext context, List<Map<String, Object>> checks, String name, boolean passed) {
    context.console().say("%s  %s", passed ? "passed" : "FAILED", name);
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("name", name);
    check.put("passed", passed);
    checks.add(check);
  }

  private static LanguageModel model(CellType type) {
    return new LanguageModel(
        LanguageModelConfig.defaults(VOCABULARY).withCell(type, 6, 2).withEmbedding(5, false));
  }

  private static double worstGradient(CellType type) {
    LanguageModel model = model(type);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    TokenBatch batch = new FormulaShard(0).batch(0);
    return GradientCheck.errors(model, parameters, batch, 1).values().stream()
        .mapToDouble(Double::doubleValue)
        .max()
        .orElse(Double.NaN);
  }

  private static TrainingConfig training() {
    return TrainingConfig.defaults();
  }

  private static String local() {
    LanguageModel model = model(CellType.LSTM);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    TrainingState state = TrainingState.start(parameters, training().optimizer());
    Trainer<TokenBatch> trainer = new Trainer<>(model, training(), state);
    Shard<TokenBatch> shard = new FormulaShard(0);
    for (int i = 0; i < ROUNDS * LOCAL_STEPS; i++) {
      long seed = Seed.of(training().seed(), i / LOCAL_STEPS, 0, i % LOCAL_STEPS);
      trainer.step(shard.batch(i), seed, 1f);
    }
    return ParameterHash.hash(parameters);
  }

  /** Runs rounds in parts, each with a loop of its own that goes on from the last one's state. */
  private static String train(JavaSparkContext spark, int shards, int... parts) {
    LanguageModel model = model(CellType.LSTM);
    List<Shard<TokenBatch>> all =
        IntStream.range(0, shards).mapToObj(s -> (Shard<TokenBatch>) new FormulaShard(s)).toList();
    JavaRDD<Shard<TokenBatch>> rdd = spark.parallelize(all, shards);
    ShardedData<TokenBatch> data =
        new ShardedData<>(rdd, shards, ROUNDS * LOCAL_STEPS, ROUNDS * LOCAL_STEPS);
    AveragingConfig averaging =
        AveragingConfig.of(shards, LOCAL_STEPS, AveragingStrategy.of("average", shards, ROUNDS))
            .withMoments(AveragingConfig.Moments.AVERAGE);
    RunState state = RunState.start(model, training().optimizer(), shards, 1);
    for (int part : parts) {
      ParameterAveraging<TokenBatch> loop =
          new ParameterAveraging<>(spark, model, training(), averaging, data);
      for (int i = 0; i < part; i++) {
        loop.round(state);
      }
    }
    return ParameterHash.hash(state.training.parameters);
  }
}
