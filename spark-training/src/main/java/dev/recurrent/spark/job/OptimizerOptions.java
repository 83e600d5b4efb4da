package dev.recurrent.spark.job;

import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.train.GradientClip;
import dev.recurrent.train.LearningRateSchedule;
import dev.recurrent.train.Optimizer;
import dev.recurrent.train.TrainingConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every {@code train} about a step: the optimizer, its rate and the gradient's norm. */
public final class OptimizerOptions {
  /** The name of an option that other options decide where it is not given. */
  static final String BETA2 = "beta2";

  @Option(
      names = "--optimizer",
      defaultValue = "adam",
      description =
          "adam, adamw, sgd, momentum, rmsprop, or the name of a class that implements Optimizer"
              + " (default: ${DEFAULT-VALUE}).")
  public String optimizer = "adam";

  @Option(
      names = "--beta2",
      description =
          "Adam's decay rate for the mean of squared gradients (default: 0.99; with"
              + " --sampled-softmax of generation train 0.999).")
  private @Nullable Float beta2;

  private float beta2ByOptions = 0.99f;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.003",
      description = "Base learning rate (default: ${DEFAULT-VALUE}).")
  private float learningRate;

  @Option(
      names = "--schedule",
      defaultValue = "cosine",
      description = "constant, cosine or plateau (default: ${DEFAULT-VALUE}).")
  private String schedule = "cosine";

  @Option(
      names = "--warmup",
      defaultValue = "0",
      description =
          "Steps in which the learning rate rises to its full value (default:"
              + " ${DEFAULT-VALUE}).")
  private long warmup;

  @Option(
      names = "--clip-norm",
      defaultValue = "1",
      description = "Largest norm of the gradient; 0 for no limit (default: ${DEFAULT-VALUE}).")
  private double clipNorm;

  @Option(
      names = "--clip-value",
      defaultValue = "0",
      description =
          "Largest gradient of one parameter; 0 for no limit (default: ${DEFAULT-VALUE}).")
  private double clipValue;

  /**
   * Adam's decay rate for the mean of squared gradients: as the option says, or as fits the rest.
   */
  float beta2() {
    return beta2 == null ? beta2ByOptions : beta2;
  }

  /** What {@code --beta2} stands for where it is not given. */
  public void fitBeta2(float decay) {
    beta2ByOptions = decay;
  }

  /**
   * What a step does; the schedule has no end yet.
   *
   * @throws IllegalArgumentException naming the option that cannot be
   */
  TrainingConfig config(long seed) {
    if (!(beta2() >= 0 && beta2() < 1)) {
      throw JobException.usage("--beta2 is " + beta2() + ", expected 0 to below 1");
    }
    if (warmup < 0) {
      throw JobException.usage("--warmup is " + warmup + ", expected 0 or more");
    }
    LearningRateSchedule rates =
        new LearningRateSchedule(
            LearningRateSchedule.Kind.of(schedule), warmup, Long.MAX_VALUE, RunPlan.FLOOR);
    return new TrainingConfig(
        Optimizer.of(optimizer, beta2()),
        learningRate,
        rates,
        GradientClip.of(clipNorm, clipValue),
        seed);
  }
}
