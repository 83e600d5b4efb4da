package dev.recurrent.spark.job;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.Redaction;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.table.OutputTable;
import dev.recurrent.spark.tracking.RoundMetrics;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A run's rounds as rows of a table, each once, however often the run is resumed. A table that
 * cannot be written when the run ends is no reason to lose the run: the next start adds the rows.
 */
final class MetricsTable {
  static final String OPTION = "--metrics-table";

  /** The run's name in the table: its directory may see several runs. */
  private static final String NOTE = "metrics-table.json";

  private static final String RUN = "run";
  private static final String ROUND = "round";

  private static final StructType COLUMNS =
      new StructType()
          .add(RUN, DataTypes.StringType, false)
          .add(ROUND, DataTypes.LongType, false)
          .add("epoch", DataTypes.DoubleType, false)
          .add("loss", DataTypes.DoubleType)
          .add("validation", DataTypes.DoubleType)
          .add("score", DataTypes.DoubleType)
          .add("learning_rate", DataTypes.DoubleType, false)
          .add("targets_per_second", DataTypes.DoubleType, false)
          .add("seconds", DataTypes.DoubleType, false)
          .add("theta", DataTypes.StringType, false)
          .add("output", DataTypes.StringType, false);

  private final JobContext context;
  private final RunDirectory directory;
  private final OutputTable table;
  private List<RoundReport> rounds = List.of();

  private MetricsTable(JobContext context, RunDirectory directory, OutputTable table) {
    this.context = context;
    this.directory = directory;
    this.table = table;
  }

  /**
   * Looks at the table, before any work; null where no table is asked for.
   *
   * @throws JobException if its catalog would forget it
   */
  static @Nullable MetricsTable open(
      JobContext context, RunDirectory directory, @Nullable String name) {
    if (name == null) {
      return null;
    }
    OutputTable table = OutputTable.open(context.session(), OPTION, name, OutputTable.Mode.APPEND);
    TableOutput.requireKept(OPTION, table, context);
    table.requireFits(COLUMNS);
    return new MetricsTable(context, directory, table);
  }

  /** Gives the run its name, unless it goes on with an earlier one. */
  void begin(boolean resumes) throws IOException {
    if (!resumes || noted() == null) {
      directory.write(NOTE, Json.document(Map.of(RUN, UUID.randomUUID().toString())));
    }
  }

  private @Nullable String noted() throws IOException {
    byte[] bytes = directory.read(NOTE);
    try {
      return bytes == null ? null : JsonObject.read(bytes, directory + "/" + NOTE).text(RUN);
    } catch (UnusableModelException damaged) {
      return null;
    }
  }

  /** A checkpoint has these rounds, which a run that fails has at least. */
  void saved(List<RoundReport> all) {
    rounds = all;
  }

  /** The model is there: adds the rounds that the table has not. */
  void finished() {
    attempt(
        () -> {
          begin(true);
          add(Checkpoint.reports(directory.model()));
        });
  }

  /** The run failed: adds what its checkpoints have. */
  void failed() {
    attempt(() -> add(rounds));
  }

  /** What writes to the table. */
  @FunctionalInterface
  private interface Attempt {
    void run() throws Exception;
  }

  private void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (Exception e) {
      context
          .console()
          .sayShared(
              "%s %s has no rows of this run: %s; start the command again with --resume",
              OPTION, table, Diagnosis.of(e).message());
    }
  }

  private void add(List<RoundReport> all) throws Exception {
    String run = noted();
    if (run == null || all.isEmpty()) {
      return;
    }
    Set<Long> there = new HashSet<>(table.longs(ROUND, RUN, run));
    String output = Redaction.of(directory.toString());
    List<Row> rows =
        all.stream()
            .filter(round -> !there.contains(round.round()))
            .map(round -> row(run, round, output))
            .toList();
    if (!rows.isEmpty()) {
      SparkSession session = context.session();
      table.append(session.createDataFrame(rows, COLUMNS), TableOutput.patientExclusion(context));
    }
  }

  private static Row row(String run, RoundReport round, String output) {
    return RowFactory.create(
        run,
        round.round(),
        round.epoch(),
        finite(round.loss()),
        finite(round.validation()),
        finite(round.score()),
        round.learningRate(),
        round.targetsPerSecond(),
        RoundMetrics.seconds(round),
        round.theta(),
        output);
  }

  private static @Nullable Double finite(@Nullable Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }
}
