package dev.recurrent.spark.run;

import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.RunState;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person sees of a run: a bar that moves on a terminal, a line a round elsewhere. */
public final class Progress {
  private static final int WIDTH = 28;

  private final PrintStream out;
  private final boolean terminal;
  private long rounds;
  private long first;
  private long started;
  private double validation = Double.NaN;

  private Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** To standard error; a bar if that is a terminal. */
  public static Progress toStandardError() {
    // Java 17 can tell only whether input and output both are terminals; the scripts say the rest.
    boolean terminal =
        System.console() != null || "1".equals(System.getenv("RECURRENT_PROGRESS_BAR"));
    return new Progress(System.err, terminal);
  }

  /** Lines to a stream, for tests and logs. */
  public static Progress lines(PrintStream out) {
    return new Progress(out, false);
  }

  void begin(RunState state, RunLimits limits, int batchesPerEpoch, int localSteps) {
    long perEpoch = ((long) batchesPerEpoch + localSteps - 1) / localSteps;
    long byEpochs = limits.epochs() > 0 ? limits.epochs() * perEpoch : Long.MAX_VALUE;
    long byRounds = limits.rounds() > 0 ? limits.rounds() : Long.MAX_VALUE;
    rounds = Math.min(byEpochs, byRounds);
    first = state.round;
    started = System.nanoTime();
  }

  void round(RoundReport report) {
    @Nullable Double value = report.validation();
    if (value != null) {
      validation = value;
    }
    if (terminal) {
      out.print("\r\u001b[K" + bar(report));
      if (value != null) {
        out.print("\r\u001b[K" + line(report) + "\n");
      }
    } else {
      out.println(line(report));
    }
    out.flush();
  }

  void end() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }

  private String bar(RoundReport report) {
    double share = rounds == Long.MAX_VALUE ? 0 : report.round() / (double) rounds;
    int filled = (int) Math.round(WIDTH * Math.min(1, share));
    String text =
        String.format(
            Locale.ROOT,
            "%3.0f%% %s%s round %d/%s  loss %.4f  %,.0f targets/s  %s",
            100 * share,
            "█".repeat(filled),
            "░".repeat(WIDTH - filled),
            report.round(),
            rounds == Long.MAX_VALUE ? "?" : Long.toString(rounds),
            report.loss(),
            report.targetsPerSecond(),
            left(report.round()));
    return Double.isNaN(validation)
        ? text
        : text + String.format(Locale.ROOT, "  validation %.4f", validation);
  }

  private String left(long round) {
    if (rounds == Long.MAX_VALUE || round <= first) {
      return "";
    }
    double perRound = (System.nanoTime() - started) / 1e9 / (round - first);
    long seconds = Math.round(perRound * (rounds - round));
    return String.format(Locale.ROOT, "%d:%02d left", seconds / 60, seconds % 60);
  }

  private static String line(RoundReport r) {
    String text =
        String.format(
            Locale.ROOT,
            "round %d  epoch %.2f  loss %.4f  %,.0f targets/s  rate %.2g  broadcast %d, compute %d,"
                + " reduce %d, idle %d ms  shards %d",
            r.round(),
            r.epoch(),
            r.loss(),
            r.targetsPerSecond(),
            r.learningRate(),
            r.broadcastMillis(),
            r.computeMillis(),
            r.reduceMillis(),
            r.idleMillis(),
            r.trained());
    if (r.empty() > 0 || r.retried() > 0 || r.skippedSteps() > 0 || !r.diverged().isEmpty()) {
      text +=
          String.format(
              Locale.ROOT,
              " (%d empty, %d retried, %d steps skipped, diverged %s)",
              r.empty(),
              r.retried(),
              r.skippedSteps(),
              r.diverged());
    }
    text += "  theta " + r.theta();
    @Nullable Double validation = r.validation();
    if (validation != null) {
      text += String.format(Locale.ROOT, "  validation %.4f", validation);
    }
    @Nullable Double score = r.score();
    return score == null ? text : text + String.format(Locale.ROOT, "  score %.2f", score);
  }
}
