package dev.recurrent.timeseries.job;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.spark.job.Console;
import dev.recurrent.spark.job.ExitCode;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.PointerFile;
import dev.recurrent.spark.run.StagedDirectory;
import dev.recurrent.spark.table.TableWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Forecasts by date. A date's directory appears whole under its name, or, on an object store, is
 * whole when {@code _forecast.json} is there, which is written last; the file {@code latest} names
 * the newest date and never goes back.
 */
final class ForecastStore {
  private static final String SUMMARY = "_forecast.json";
  private static final String LATEST = "latest";
  private static final String BAD = "bad_series";

  private final HadoopDirectory directory;
  private final LocalDate date;
  private final Console console;

  ForecastStore(HadoopDirectory directory, LocalDate date, Console console) {
    this.directory = directory;
    this.date = date;
    this.console = console;
  }

  private String name() {
    return "date=" + date;
  }

  /**
   * Whether this date is there; {@code latest} follows and leftovers go where a run died before it
   * could do so.
   */
  boolean done() throws IOException {
    boolean there = directory.child(name()).exists(SUMMARY);
    if (there) {
      moveLatest();
      directory.sweep(name());
    }
    return there;
  }

  private JsonObject summary() throws IOException {
    return JsonObject.read(directory.child(name()).read(SUMMARY), this + "/" + SUMMARY);
  }

  /** Rows of a date that is there. */
  long rows() throws IOException {
    return summary().longInteger("rows");
  }

  /** Series that a date that is there was published without, with the reason of each. */
  Map<String, String> badSeries() throws IOException {
    JsonObject summary = summary();
    return summary.has(BAD) ? summary.object(BAD).texts() : Map.of();
  }

  /**
   * Writes a date's forecasts; returns their number.
   *
   * @param bad series that are left out, with the reason of each
   * @throws JobException if they are not as many as expected, or not all are finite: nothing is
   *     then published
   */
  long publish(Dataset<Row> rows, String format, long expected, Map<String, String> bad)
      throws IOException {
    StagedDirectory staged = directory.stage(name(), SUMMARY);
    HadoopDirectory target = staged.place();
    boolean published = false;
    try {
      TableWriter.write(rows, format, target.uri());
      long written = requireFinite(rows, expected);
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("date", date.toString());
      summary.put("rows", written);
      summary.put("format", format);
      summary.put(BAD, bad);
      // What other programs look for.
      target.replace("_SUCCESS", new byte[0]);
      staged.seal(Json.document(summary));
      if (!staged.publish()) {
        console.say(
            "another run has published this date; the forecasts of this run are deleted: %s", this);
      }
      published = true;
      moveLatest();
      return written;
    } finally {
      // Spark throws checked exceptions that nobody declares: no catch would name them all.
      if (!published) {
        staged.discard();
      }
    }
  }

  /**
   * The number of forecasts.
   *
   * @throws JobException if they are not as many as expected, or not all are finite
   */
  static long requireFinite(Dataset<Row> rows, long expected) {
    Row counts =
        rows.selectExpr(
                "count(*)", "count_if(point > double('-Infinity') and point < double('Infinity'))")
            .first();
    long made = counts.getLong(0);
    long finite = counts.getLong(1);
    if (made != expected || finite != made) {
      throw new JobException(
          ExitCode.FAILED,
          "made " + made + " forecasts, " + finite + " of them finite, expected " + expected);
    }
    return made;
  }

  private void moveLatest() throws IOException {
    PointerFile pointer = new PointerFile(directory, LATEST);
    pointer.sweep();
    LocalDate before = LocalDate.MIN;
    try {
      String text = new String(directory.read(LATEST), StandardCharsets.UTF_8).trim();
      before = LocalDate.parse(text.substring(text.indexOf('=') + 1));
    } catch (FileNotFoundException e) {
      // The first forecast.
    }
    if (date.isAfter(before)) {
      pointer.moveTo(name());
    }
  }

  @Override
  public String toString() {
    return directory + "/" + name();
  }
}
