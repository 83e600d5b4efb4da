package dev.recurrent.spark.tracking;

import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run's scalars for TensorBoard, in files that are written once: each has the rounds since the
 * one before and is called by its last round. Object stores cannot append, and TensorBoard holds
 * files open, so that it would not see one that is replaced; it reads all files of a directory in
 * the order of their names.
 */
public final class TensorBoardFiles implements RoundRecord {
  /** The directory's name in that of the run. */
  public static final String DIRECTORY = "tensorboard";

  private static final String FORM = "events.out.tfevents.%010d.recurrent";
  private static final Pattern NAME =
      Pattern.compile("events\\.out\\.tfevents\\.(\\d{10,18})\\.recurrent");

  private final HadoopDirectory directory;
  private final DoubleSupplier clock;

  /** The last round that the files have. */
  private long written;

  /**
   * Begins or goes on. Files of rounds that a resumed run trains again go, and all files of another
   * run.
   *
   * @param directory of these files alone
   * @param rounds that are done already
   */
  public static TensorBoardFiles begin(HadoopDirectory directory, long rounds) throws IOException {
    return begin(directory, rounds, () -> System.currentTimeMillis() / 1e3);
  }

  /**
   * @param clock seconds since 1970
   */
  static TensorBoardFiles begin(HadoopDirectory directory, long rounds, DoubleSupplier clock)
      throws IOException {
    long written = 0;
    for (String name : directory.list()) {
      Matcher form = NAME.matcher(name);
      long last = form.matches() ? Long.parseLong(form.group(1)) : 0;
      // A hidden name is what a killed write left.
      if (last > rounds || name.startsWith(".")) {
        directory.delete(name);
      } else {
        written = Math.max(written, last);
      }
    }
    return new TensorBoardFiles(directory, clock, written);
  }

  private TensorBoardFiles(HadoopDirectory directory, DoubleSupplier clock, long written) {
    this.directory = directory;
    this.clock = clock;
    this.written = written;
  }

  @Override
  public void saved(List<RoundReport> rounds) throws IOException {
    List<RoundReport> fresh = rounds.stream().filter(r -> r.round() > written).toList();
    if (fresh.isEmpty()) {
      return;
    }
    double[] ends = RoundMetrics.ends(fresh, clock.getAsDouble());
    EventFile file = new EventFile(ends[0]);
    for (int i = 0; i < ends.length; i++) {
      RoundReport round = fresh.get(i);
      file.scalars(ends[i], round.round(), RoundMetrics.of(round));
    }
    long last = fresh.get(ends.length - 1).round();
    directory.replace(String.format(Locale.ROOT, FORM, last), file.toBytes());
    written = last;
  }
}
