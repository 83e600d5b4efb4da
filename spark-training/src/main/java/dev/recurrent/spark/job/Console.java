package dev.recurrent.spark.job;

import dev.recurrent.format.Redaction;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads while a command runs: lines on standard error and, on a terminal, one line
 * below them that changes.
 */
public final class Console {
  /** The changing line and a round's line are no wider. */
  static final int COLUMNS = 120;

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream err;
  private final boolean terminal;
  private final BooleanSupplier verbose;
  private final String name;
  private final @Nullable Console whole;
  private final boolean quiet;
  private final Set<String> facts = new HashSet<>();
  private String bottom = "";
  private boolean ended;

  Console(PrintStream err, boolean terminal, BooleanSupplier verbose) {
    this.err = err;
    this.terminal = terminal;
    this.verbose = verbose;
    this.name = "";
    this.whole = null;
    this.quiet = false;
  }

  private Console(Console whole, String name, boolean quiet) {
    this.err = whole.err;
    this.terminal = false;
    this.verbose = whole.verbose;
    this.name = name;
    this.whole = whole;
    this.quiet = quiet;
  }

  /**
   * The same for one of several that speak at once: each line begins with its name, and there is no
   * changing line.
   *
   * @param speaker such as "member 2: "
   */
  Console named(String speaker) {
    return new Console(this, speaker, false);
  }

  /**
   * The same for one of several that work with the same data, whose own lines nobody reads: of
   * them, only shared facts are said.
   */
  Console quiet() {
    return new Console(this, "", true);
  }

  /** That of the command: of one that is {@link #quiet}, the one whose lines are read. */
  Console shared() {
    return whole != null && quiet ? whole : this;
  }

  /** To a stream, with a changing line if that is a terminal's standard error. */
  static Console of(PrintStream err, BooleanSupplier verbose) {
    // Java 17 knows only whether input and output both are terminals; the scripts say the rest.
    boolean terminal =
        err == System.err
            && (System.console() != null || "1".equals(System.getenv("RECURRENT_PROGRESS_BAR")));
    return new Console(err, terminal, verbose);
  }

  /** For programs: nothing is printed. */
  public static Console silent() {
    return new Console(new PrintStream(OutputStream.nullOutputStream()), false, () -> false);
  }

  /**
   * A fact that all share, or a warning. Of several that are {@link #quiet}, the first one says it.
   */
  public void sayShared(String pattern, Object... values) {
    if (whole != null && quiet) {
      whole.sayNew(String.format(Locale.ROOT, pattern, values));
    } else {
      say(pattern, values);
    }
  }

  private synchronized void sayNew(String line) {
    if (facts.add(line)) {
      say("%s", line);
    }
  }

  /** One line. */
  public synchronized void say(String pattern, Object... values) {
    if (quiet) {
      return;
    }
    if (whole != null) {
      whole.say("%s", name + String.format(Locale.ROOT, pattern, values));
      return;
    }
    if (ended) {
      return;
    }
    String line = Redaction.of(String.format(Locale.ROOT, pattern, values));
    err.println(bottom.isEmpty() ? line : CLEAR_LINE + line);
    if (!bottom.isEmpty()) {
      err.print(bottom);
    }
    err.flush();
  }

  /** The last line: threads that are still at work say nothing after it. */
  synchronized void sayLast(String pattern, Object... values) {
    clear();
    say(pattern, values);
    ended = true;
  }

  /** One line with {@code --verbose}, else nothing. */
  public void detail(String pattern, Object... values) {
    if (verbose.getAsBoolean()) {
      say(pattern, values);
    }
  }

  /** How wide a line may be. */
  int columns() {
    return whole == null ? COLUMNS : whole.columns() - name.length();
  }

  /** Whether several speak at once on a terminal, where a line a round each is too much. */
  boolean crowded() {
    return whole != null && (whole.terminal || whole.crowded());
  }

  boolean terminal() {
    return terminal;
  }

  boolean verbose() {
    return verbose.getAsBoolean();
  }

  /** Shows the changing line, cut to {@link #COLUMNS}; only on a terminal. */
  synchronized void show(String line) {
    if (terminal && !ended) {
      bottom = fit(line);
      err.print(CLEAR_LINE + bottom);
      err.flush();
    }
  }

  /** Takes the changing line away. */
  synchronized void clear() {
    if (!bottom.isEmpty()) {
      bottom = "";
      err.print(CLEAR_LINE);
      err.flush();
    }
  }

  static String fit(String line) {
    return fit(line, COLUMNS);
  }

  /** Cut where it is longer than a number of columns. */
  static String fit(String line, int columns) {
    return line.length() <= columns ? line : line.substring(0, Math.max(0, columns - 3)) + "...";
  }

  /** A stack trace, below the line that says what happened. */
  synchronized void trace(Throwable failure) {
    clear();
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    err.print(Redaction.of(trace.toString()));
    err.flush();
  }
}
