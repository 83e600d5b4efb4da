package dev.recurrent.spark.run;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.spark.ParameterHash;
import dev.recurrent.spark.RoundReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run has come to; {@link #parameters} are those of the best validation. */
public final class TrainingResult {
  private static final String ROUNDS = "rounds";
  private static final String LOSS = "validation_loss";
  private static final String SCORE = "validation_score";
  private static final String END = "ended_by";

  public final long rounds;
  public final float[] parameters;
  public final double validationLoss;
  public final List<RoundReport> reports;
  public final TrainingRun.End end;

  /** Of the best validations, best first; {@link #parameters} are the first's. */
  public final List<Checkpoint.Kept> best;

  TrainingResult(
      long rounds, List<Checkpoint.Kept> best, List<RoundReport> reports, TrainingRun.End end) {
    this(rounds, best, best.get(0).loss, best.get(0).parameters, reports, end);
  }

  private TrainingResult(
      long rounds,
      List<Checkpoint.Kept> best,
      double validationLoss,
      float[] parameters,
      List<RoundReport> reports,
      TrainingRun.End end) {
    this.rounds = rounds;
    this.best = best;
    this.parameters = parameters;
    this.validationLoss = validationLoss;
    this.reports = List.copyOf(reports);
    this.end = end;
  }

  /** The same run with other parameters to publish, such as a mean of the best. */
  public TrainingResult withParameters(float[] chosen) {
    return new TrainingResult(rounds, best, validationLoss, chosen, reports, end);
  }

  /** The same run with another validation loss, such as the mean of several runs. */
  public TrainingResult withLoss(double loss) {
    return new TrainingResult(rounds, best, loss, parameters, reports, end);
  }

  /**
   * The same run with the parameters of its best validations one behind another, as an ensemble has
   * them (Huang et al. 2017, Snapshot Ensembles, arXiv:1704.00109). Its loss is their mean.
   *
   * @param most how many; fewer where there are fewer validations
   */
  public TrainingResult withSnapshots(int most) {
    List<Checkpoint.Kept> some = best.subList(0, Math.min(most, best.size()));
    return withParameters(EnsembleLayout.join(some.stream().map(kept -> kept.parameters).toList()))
        .withLoss(some.stream().mapToDouble(kept -> kept.loss).average().orElse(validationLoss));
  }

  /** The same run without the parameters of validations that are not published. */
  public TrainingResult withoutOthers() {
    Checkpoint.Kept first = best.get(0);
    return new TrainingResult(
        rounds,
        List.of(new Checkpoint.Kept(parameters, first.score, first.loss)),
        validationLoss,
        parameters,
        reports,
        end);
  }

  /** What {@link #read} needs to know beside parameters and rounds: the run's "result". */
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put(ROUNDS, rounds);
    facts.put(LOSS, validationLoss);
    facts.put(SCORE, best.get(0).score);
    facts.put(END, end.name().toLowerCase(Locale.ROOT));
    facts.put("theta", ParameterHash.hash(parameters));
    return facts;
  }

  /**
   * The result of a run that has finished and has published a model with these {@link #facts}.
   *
   * @throws UnusableModelException if it is damaged, or was published by something else
   */
  public static TrainingResult read(ModelDirectory directory, ParameterLayout layout) {
    float[] parameters = directory.ensemble(() -> layout);
    Map<String, Object> facts = directory.description().result();
    Checkpoint.Kept kept =
        new Checkpoint.Kept(parameters, number(facts, SCORE), number(facts, LOSS));
    List<RoundReport> reports = Checkpoint.reports(directory);
    try {
      return new TrainingResult(
          (long) number(facts, ROUNDS),
          List.of(kept),
          reports,
          TrainingRun.End.valueOf(String.valueOf(facts.get(END)).toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new UnusableModelException(
          directory.where() + "/" + ModelDirectory.MODEL + " does not say how its run ended", e);
    }
  }

  private static double number(Map<String, Object> facts, String name) {
    return facts.get(name) instanceof Number value ? value.doubleValue() : Double.NaN;
  }
}
