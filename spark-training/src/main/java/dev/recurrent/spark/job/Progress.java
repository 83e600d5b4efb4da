package dev.recurrent.spark.job;

import dev.recurrent.format.Quantity;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.tracking.RoundEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** What a person sees of a run: a bar on a terminal, a line a round elsewhere. */
final class Progress implements ProgressListener {
  private static final int WIDTH = 20;
  private static final String GAP = "  ";

  /** From here on a loss or a score has no decimals that anyone reads. */
  private static final double MANY = 1e5;

  /** Shards named where they diverged. */
  private static final int NAMED = 5;

  private final Console console;
  private final @Nullable JavaSparkContext spark;
  private @Nullable RoundWatch watch;
  private Outlook outlook = new Outlook(0, 0, 0, "");
  private long started = System.nanoTime();

  Progress(Console console) {
    this(console, null);
  }

  /**
   * @param spark to watch for rounds that wait, or null
   */
  Progress(Console console, @Nullable JavaSparkContext spark) {
    this.console = console;
    this.spark = spark;
  }

  @Override
  public void begin(Outlook begun) {
    outlook = begun;
    started = System.nanoTime();
    watch = spark == null ? null : RoundWatch.begin(console, spark, begun.firstRound());
  }

  @Override
  public void shared(String line) {
    console.sayShared("%s", line);
  }

  @Override
  public void note(String line) {
    console.say("%s", line);
  }

  @Override
  public void round(RoundReport report, @Nullable Double score, @Nullable Double best) {
    if (watch != null) {
      watch.roundIsDone(report.round());
    }
    if (spark != null) {
      // For RecurrentPlugin, where the user has it.
      spark.sc().listenerBus().post(new RoundEvent(report));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    String line = line(report, score, best, seconds, console.columns());
    if (console.terminal()) {
      if (score != null) {
        console.say("%s", line);
      }
      String bar = bar(report.round(), seconds);
      console.show(bar + line(report, null, best, seconds, Console.COLUMNS - bar.length()));
    } else if (score != null || !console.crowded()) {
      console.say("%s", line);
    }
    String unusual = unusual(report);
    if (!unusual.isEmpty()) {
      console.say("  %s", unusual);
    }
    console.detail("  %s", details(report));
    @Nullable Double validation = report.validation();
    if (validation != null) {
      console.detail("  validation loss %.4f", validation);
    }
  }

  @Override
  public void end() {
    if (watch != null) {
      watch.close();
    }
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

  /** What does not fit is left out, the epoch first, then the rate. */
  private String line(
      RoundReport r, @Nullable Double score, @Nullable Double best, double seconds, int columns) {
    String epoch = String.format(Locale.ROOT, "epoch %.2f", r.epoch());
    String rate = shortened(r.targetsPerSecond()) + " targets/s";
    List<String> parts = new ArrayList<>();
    parts.add(place(r.round(), seconds));
    parts.add(epoch);
    parts.add(Double.isNaN(r.loss()) ? "no targets" : "loss " + number(r.loss()));
    parts.add(rate);
    parts.add(left(r.round(), seconds));
    parts.add(scores(score, best));
    parts.removeIf(String::isEmpty);
    for (String least : List.of(epoch, rate)) {
      if (String.join(GAP, parts).length() > columns) {
        parts.remove(least);
      }
    }
    return Console.fit(String.join(GAP, parts), columns);
  }

  /** "round 3/12 (25%)". */
  private String place(long round, double seconds) {
    double share = share(round, seconds);
    return "round "
        + round
        + (outlook.rounds() > 0 ? "/" + outlook.rounds() : "")
        + (share > 0 ? String.format(Locale.ROOT, " (%.0f%%)", Math.floor(100 * share)) : "");
  }

  /** "accuracy 0.8000 (best 0.8100)", or "best accuracy 0.8100" between validations. */
  private String scores(@Nullable Double score, @Nullable Double best) {
    if (score == null) {
      return best == null ? "" : "best " + outlook.score() + " " + number(best);
    }
    return outlook.score()
        + " "
        + number(score)
        + (best == null ? "" : " (best " + number(best) + ")");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < MANY ? "%.4f" : "%.4g", value);
  }

  /** "4:31 left", by the rounds of this start or by the minutes allowed, whichever ends first. */
  private String left(long round, double seconds) {
    double least = Double.POSITIVE_INFINITY;
    if (outlook.rounds() > 0 && round > outlook.firstRound()) {
      double each = seconds / (round - outlook.firstRound());
      least = each * (outlook.rounds() - round);
    }
    if (outlook.maxMinutes() > 0) {
      least = Math.min(least, Math.max(0, outlook.maxMinutes() * 60 - seconds));
    }
    return Double.isInfinite(least) ? "" : duration(Math.round(least)) + " left";
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
            "round %d: %s empty, %d retried, %s skipped, diverged %s",
            r.round(),
            Quantity.of(r.empty(), "shard"),
            r.retried(),
            Quantity.of(r.skippedSteps(), "step"),
            named(r.diverged()));
  }

  private static String named(List<Integer> shards) {
    return shards.size() <= NAMED
        ? shards.toString()
        : shards.subList(0, NAMED).toString().replace("]", ", ...]");
  }

  private static String details(RoundReport r) {
    return String.format(
        Locale.ROOT,
        "rate %.2g  ms: broadcast %d, compute %d, reduce %d, idle %d  shards %d  theta %s",
        r.learningRate(),
        r.broadcastMillis(),
        r.computeMillis(),
        r.reduceMillis(),
        r.idleMillis(),
        r.trained(),
        r.theta());
  }
}
