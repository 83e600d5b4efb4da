package dev.recurrent.spark.job;

import dev.recurrent.spark.AveragingConfig;
import dev.recurrent.spark.run.RunLimits;
import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.spark.run.ShardPlan;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.TrainingConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of every {@code train}: where to, how to step, how to average, when to end. */
public final class TrainingOptions {
  /** The name of the option for W, and of the setting that a model keeps. */
  static final String SHARDS = "shards";

  /** The names of options that the data decide where they are not given. */
  static final String BATCH_SIZE = "batch-size";

  static final String EPOCHS = "epochs";

  /** What an option says for "work it out". */
  private static final String AUTO = "auto";

  @ChangeableOnResume
  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "The run's directory, on any Hadoop path.")
  public String output = "";

  @ChangeableOnResume
  @Option(
      names = "--overwrite",
      description = "Train again, although --output holds a finished or an unfinished run.")
  public boolean overwrite;

  @ChangeableOnResume
  @Option(names = "--resume", description = "Continue from the last checkpoint in --output.")
  public boolean resume;

  @ChangeableOnResume
  @Option(
      names = "--init-from",
      paramLabel = "DIR",
      description =
          "Start from a finished model. Its weights are used, and its vocabulary or scalers.")
  public @Nullable String initFrom;

  @Mixin PublishOptions publish = new PublishOptions();
  @Mixin TrackingOptions tracking = new TrackingOptions();

  @Option(
      names = "--batch-size",
      description =
          "Sequences in a shard's batch (default: 32; with generation train and sentiment train"
              + " fewer where the text is small).")
  private @Nullable Integer batchSize;

  private int batchSizeByData = 32;

  @Mixin public OptimizerOptions steps = new OptimizerOptions();

  @Option(
      names = "--epochs",
      description =
          "Passes over the data; 0 for no limit (default: 10; with generation train and sentiment"
              + " train more where the text is small).")
  private @Nullable Integer epochs;

  private int epochsByData = 10;

  @Option(
      names = "--rounds",
      defaultValue = "0",
      description = "Rounds to train; 0 for no limit (default: ${DEFAULT-VALUE}).")
  public long rounds;

  @ChangeableOnResume
  @Option(
      names = "--max-minutes",
      defaultValue = "0",
      description =
          "Minutes of training, checked at the end of each round; 0 for no limit. If fewer rounds"
              + " fit than --epochs and --rounds ask for, a cosine ends where the time does.")
  double maxMinutes;

  @ChangeableOnResume
  @Option(
      names = "--patience",
      description =
          "Stop after N validations without improvement; 0 for no limit (default: 0; with sentiment"
              + " train half of the epochs, 5 at least).")
  private @Nullable Integer patience;

  private int patienceByTask = 0;

  @Option(
      names = "--evaluate-every",
      defaultValue = "0",
      description = "Rounds between validations; 0 for one validation an epoch (default: 0).")
  int evaluateEvery;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
  public long seed;

  @Option(
      names = "--shards",
      defaultValue = "0",
      description =
          "Logical shards; 0 for the number of the cluster's cores at the first start (default:"
              + " 0).")
  public int shards;

  @Option(
      names = "--local-steps",
      defaultValue = AUTO,
      paramLabel = "N|auto",
      description = "Batches that a shard trains on in a round (default: ${DEFAULT-VALUE}).")
  String localSteps = AUTO;

  @Option(
      names = "--strategy",
      defaultValue = "outer-nesterov",
      description = "sync, average, outer-nesterov, bmuf or diloco (default: ${DEFAULT-VALUE}).")
  String strategy = "outer-nesterov";

  @Option(
      names = {"--optimizer-state", "--moments"},
      defaultValue = "average",
      paramLabel = "average|reset",
      description =
          "What happens to the optimizer's moments between rounds: average or reset. With reset"
              + " a round sends a third of the bytes, but large vocabularies train badly (default:"
              + " ${DEFAULT-VALUE}).")
  String optimizerState = "average";

  /** Sequences in a shard's batch: as the option says, or as fits the data. */
  public int batchSize() {
    return batchSize == null ? batchSizeByData : batchSize;
  }

  /** Passes over the data, 0 for no limit: as the option says, or as fits the data. */
  public int epochs() {
    return epochs == null ? epochsByData : epochs;
  }

  /** The batch size that the option gives, or null where the data decide. */
  public @Nullable Integer givenBatchSize() {
    return batchSize;
  }

  /** The passes that the user asked for, or null. */
  @Nullable Integer givenEpochs() {
    return epochs;
  }

  /** What the options stand for where they are not given. */
  public void fitData(int sequencesInABatch, int passes) {
    batchSizeByData = sequencesInABatch;
    epochsByData = passes;
  }

  /** Validations without improvement after which a run ends, 0 for no limit. */
  private int patience() {
    return patience == null ? patienceByTask : patience;
  }

  /** Ends runs early, after half of their epochs without improvement, where no option says more. */
  public void stopEarly() {
    patienceByTask = evaluateEvery > 0 ? 0 : Math.max(5, epochs() / 2);
  }

  /**
   * Checks what can be checked before any data is read.
   *
   * @throws IllegalArgumentException naming the option that cannot be
   */
  public void requireValid() {
    if (batchSize() < 1 || shards < 0) {
      throw JobException.usage(
          "--batch-size is " + batchSize() + ", --shards " + shards + ", expected 1 and 0 or more");
    }
    if (epochs() < 0 || rounds < 0 || patience() < 0 || evaluateEvery < 0) {
      throw JobException.usage(
          "--epochs, --rounds, --patience and --evaluate-every are "
              + List.of(epochs(), rounds, patience(), evaluateEvery)
              + ", expected 0 or more");
    }
    if (!(maxMinutes >= 0)) {
      throw JobException.usage("--max-minutes is " + maxMinutes + ", expected 0 or more");
    }
    publish.requireValid();
    tracking.requireValid();
    plan().requireValid();
  }

  /**
   * What the run is asked to do.
   *
   * @throws IllegalArgumentException naming the option that cannot be
   */
  public RunPlan plan() {
    ShardPlan cut = new ShardPlan(shards, batchSize(), localSteps());
    TrainingConfig training = steps.config(seed);
    boolean cosine = training.schedule().kind() == LearningRateSchedule.Kind.COSINE;
    if (cosine && epochs() == 0 && rounds == 0 && !(maxMinutes > 0)) {
      throw JobException.usage(
          "--epochs 0 and --rounds 0 set no end, and --schedule cosine needs one: give one of them,"
              + " --max-minutes or another --schedule");
    }
    return new RunPlan(
        training,
        strategy,
        AveragingConfig.Moments.of(optimizerState),
        new RunLimits(rounds, epochs(), maxMinutes, patience(), 1),
        evaluateEvery,
        cut);
  }

  /** 0 for auto; where every step averages there is nothing to choose. */
  private int localSteps() {
    if (localSteps.equals(AUTO) || strategy.equals("sync")) {
      return 0;
    }
    try {
      int steps = Integer.parseInt(localSteps);
      if (steps >= 1) {
        return steps;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw JobException.usage(
        "--local-steps is \"" + localSteps + "\", expected auto or a number above 0");
  }
}
