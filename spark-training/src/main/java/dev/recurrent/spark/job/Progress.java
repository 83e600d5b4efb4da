package dev.recurrent.spark.job;

import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.ProgressListener;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person sees of a run: a bar on a terminal, a line a round elsewhere. */
final class Progress implements ProgressListener {
  private static final int WIDTH = 20;

  private final Console console;
  private Outlook outlook = new Outlook(0, 0, 0, "");
  private long started = System.nanoTime();

  Progress(Console console) {
    this.console = console;
  }

  @Override
  public void begin(Outlook begun) {
    outlook = begun;
    started = System.nanoTime();
  }

  @Override
  public void round(RoundReport report, @Nullable Double score, @Nullable Double best) {
    double seconds = (System.nanoTime() - started) / 1e9;
    String line = line(report, score, best, seconds);
    if (console.terminal()) {
      if (score != null) {
        console.say("%s", line);
      }
      console.show(bar(report.round(), seconds) + line(report, null, best, seconds));
    } else {
      console.say("%s", line);
    }
    String unusual = unusual(report);
    if (!unusual.isEmpty()) {
      console.say("  %s", unusual);
    }
    console.detail("  %s", details(report));
  }

  @Override
  public void end() {
    console.clear();
  }

  /** Share of the run that is done, 0 where nobody knows. */
  private double share(long round, double seconds) {
    double byRounds = outlook.rounds() > 0 ? round / (double) outlook.rounds() : 0;
    double byMinutes = outlook.maxMinutes() > 0 ? seconds / 60 / outlook.maxMinutes() : 0;
    return Math.min(1, Math.max(byRounds, byMinutes));
  }

  private String bar(long round, double seconds) {
    int filled = (int) Math.round(WIDTH * share(round, seconds));
    return "█".repeat(filled) + "░".repeat(WIDTH - filled) + " ";
  }

  private String line(
      RoundReport r, @Nullable Double score, @Nullable Double best, double seconds) {
    StringBuilder line = new StringBuilder("round ").append(r.round());
    if (outlook.rounds() > 0) {
      line.append('/').append(outlook.rounds());
    }
    double share = share(r.round(), seconds);
    if (share > 0) {
      line.append(String.format(Locale.ROOT, " (%.0f%%)", Math.floor(100 * share)));
    }
    line.append(
        String.format(
            Locale.ROOT,
            "  epoch %.2f  %s  %s targets/s",
            r.epoch(),
            Double.isNaN(r.loss())
                ? "no targets"
                : String.format(Locale.ROOT, "loss %.4f", r.loss()),
            shortened(r.targetsPerSecond())));
    line.append(left(r.round(), seconds));
    if (score != null) {
      line.append(String.format(Locale.ROOT, "  %s %.4f", outlook.score(), score));
    }
    if (best != null) {
      line.append(
          score == null
              ? String.format(Locale.ROOT, "  best %s %.4f", outlook.score(), best)
              : String.format(Locale.ROOT, " (best %.4f)", best));
    }
    return Console.fit(line.toString());
  }

  /** " 4:31 left", by the rounds of this start or by the minutes allowed, whichever ends first. */
  private String left(long round, double seconds) {
    double least = Double.POSITIVE_INFINITY;
    if (outlook.rounds() > 0 && round > outlook.firstRound()) {
      double each = seconds / (round - outlook.firstRound());
      least = each * (outlook.rounds() - round);
    }
    if (outlook.maxMinutes() > 0) {
      least = Math.min(least, Math.max(0, outlook.maxMinutes() * 60 - seconds));
    }
    return Double.isInfinite(least) ? "" : "  " + duration(Math.round(least)) + " left";
  }

  /** "4:31", "1:04:31". */
  static String duration(long seconds) {
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private static String shortened(double rate) {
    return rate < 1e6
        ? String.format(Locale.ROOT, "%,.0f", rate)
        : String.format(Locale.ROOT, "%.2fM", rate / 1e6);
  }

  /** What went wrong in a round without ending it, or nothing. */
  private static String unusual(RoundReport r) {
    boolean usual =
        r.empty() == 0 && r.retried() == 0 && r.skippedSteps() == 0 && r.diverged().isEmpty();
    return usual
        ? ""
        : String.format(
            Locale.ROOT,
            "round %d: %d shards empty, %d retried, %d steps skipped, diverged %s",
            r.round(),
            r.empty(),
            r.retried(),
            r.skippedSteps(),
            r.diverged());
  }

  private static String details(RoundReport r) {
    String text =
        String.format(
            Locale.ROOT,
            "rate %.2g  broadcast %d, compute %d, reduce %d, idle %d ms  shards %d  theta %s",
            r.learningRate(),
            r.broadcastMillis(),
            r.computeMillis(),
            r.reduceMillis(),
            r.idleMillis(),
            r.trained(),
            r.theta());
    @Nullable Double validation = r.validation();
    return validation == null
        ? text
        : text + String.format(Locale.ROOT, "  validation loss %.4f", validation);
  }
}
