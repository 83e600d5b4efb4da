package dev.recurrent.timeseries.table;

import dev.recurrent.math.Seed;
import dev.recurrent.spark.Counts;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.ReadingRules;
import dev.recurrent.spark.table.TableSource;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.TimeSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * A table of series on Spark: read, regular, sorted by name. The driver holds counts, never a
 * series.
 */
public final class SeriesTable implements AutoCloseable {
  /** The name of the series of a table without names. */
  public static final String SINGLE = "series";

  /** Of a table's series: sorted by name, so that the number shows nowhere. */
  private static final int PARTITIONS = 16;

  private final JavaRDD<TimeSeries> all;
  private final JavaRDD<TimeSeries> series;
  private final @Nullable Frequency frequency;
  private final long count;
  private final long values;
  private final List<Covariate> covariates;
  private final LongTable.@Nullable Series times;
  private final boolean incomplete;
  private final BadSeries bad;
  private final long hash;

  /** Rows of the wide form that are left out, or an empty text. */
  private String leftOut = "";

  private SeriesTable(
      JavaRDD<TimeSeries> series,
      List<Covariate> covariates,
      @Nullable Frequency frequency,
      LongTable.@Nullable Series times,
      SeriesSettings options) {
    this.covariates = covariates;
    SeriesDefect defect = new SeriesDefect(covariates, options.ahead, options.withoutHistory);
    all = series.persist(StorageLevel.DISK_ONLY());
    bad = BadSeries.of(all, defect);
    bad.requireWithin(options.mostBadSeries());
    this.series =
        bad.count() == 0
            ? all
            : all.filter(s -> defect.of(s) == null).persist(StorageLevel.DISK_ONLY());
    this.frequency = frequency;
    this.times = times;
    long[] sizes =
        this.series
            .map(s -> new long[] {1, s.length(), s.missing(), hash(s)})
            .fold(new long[4], Counts::plus);
    count = sizes[0];
    values = sizes[1];
    incomplete = sizes[2] > 0;
    hash = sizes[3];
  }

  /** Another's series as rows of other vocabularies. */
  private SeriesTable(SeriesTable table, List<Covariate> covariates) {
    this.covariates = covariates;
    all = table.all;
    bad = table.bad;
    series = Vocabularies.translated(table.series, table.covariates, covariates);
    frequency = table.frequency;
    times = table.times;
    count = table.count;
    values = table.values;
    incomplete = table.incomplete;
    hash = table.hash;
  }

  /**
   * This table as a model reads it: the numbers of words are those of the model's covariates.
   *
   * @throws UnusableInputException if it was not read with the same columns
   */
  public SeriesTable as(List<Covariate> model) {
    return new SeriesTable(this, model);
  }

  private static long hash(TimeSeries series) {
    long covariates = Arrays.deepHashCode(series.covariates());
    return Seed.of(series.name().hashCode(), Arrays.hashCode(series.values()), covariates);
  }

  /**
   * @param window of the model whose inputs are read, or null to find them in the data
   */
  public static SeriesTable read(
      SparkSession spark, SeriesSettings options, @Nullable WindowConfig window) {
    Dataset<Row> given = options.given;
    return given == null
        ? read(spark, options.source(), options, window)
        : of(InputTable.of(given, "the table"), options, window);
  }

  /** Another table than that of {@code --input}, of the same form. */
  public static SeriesTable read(
      SparkSession spark,
      TableSource source,
      SeriesSettings options,
      @Nullable WindowConfig window) {
    ReadingRules rules = options.wide ? options.reading.withRaggedRows() : options.reading;
    try {
      return of(InputTable.read(spark, source.with(rules)), options, window);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SeriesTable of(
      InputTable table, SeriesSettings options, @Nullable WindowConfig window) {
    SeriesTable read = options.wide ? wide(table, options, window) : narrow(table, options, window);
    if (read.values == 0 && !(options.withoutHistory && read.count > 0)) {
      String until = options.until == null ? "" : " up to --date " + options.until;
      throw new UnusableInputException(table.given() + " has no values" + until);
    }
    return read;
  }

  private static SeriesTable wide(
      InputTable table, SeriesSettings options, @Nullable WindowConfig window) {
    WideTable.Series wide = WideTable.read(table, options, window, PARTITIONS);
    SeriesTable read =
        new SeriesTable(wide.series(), wide.covariates(), options.frequency(window), null, options);
    read.leftOut = wide.said();
    return read;
  }

  private static SeriesTable narrow(
      InputTable table, SeriesSettings options, @Nullable WindowConfig window) {
    Dataset<Row> rows = new NeededColumns(table, options, window).select();
    List<Covariate> covariates =
        window == null ? Covariates.of(rows, options) : window.covariates();
    LongTable.Series read =
        new LongTable(table, rows, options, covariates).read(PARTITIONS, window);
    return new SeriesTable(read.series(), covariates, read.frequency(), read, options);
  }

  /** Lets go of what it keeps on disks. */
  @Override
  public void close() {
    all.unpersist();
    series.unpersist();
  }

  /** Sorted by name. */
  public JavaRDD<TimeSeries> series() {
    return series;
  }

  public long count() {
    return count;
  }

  /** Values of all series. */
  public long values() {
    return values;
  }

  /** Null where the series have no times. */
  public @Nullable Frequency frequency() {
    return frequency;
  }

  /** In the order of the series' arrays. */
  List<Covariate> covariates() {
    return covariates;
  }

  /** Series that are left out. */
  public BadSeries bad() {
    return bad;
  }

  /** Whether a step is left without a value. */
  public boolean incomplete() {
    return incomplete;
  }

  /** How times were read and are written; null where the series have none. */
  public @Nullable TimeReading times() {
    return times == null ? null : times.reading();
  }

  /** Says how times were read, and what was irregular, if anything. */
  public void announce(SeriesSettings options, Consumer<String> say) {
    if (!leftOut.isEmpty()) {
      leftOut.lines().forEach(say);
    }
    if (times != null) {
      times.said().forEach(say);
    }
    if (!irregular().isEmpty()) {
      say.accept(
          irregular() + "; handled by --missing " + options.rule().name().toLowerCase(Locale.ROOT));
    }
    bad.said().forEach(say);
  }

  /** What was irregular, by series, or an empty text. */
  public String irregular() {
    return times == null ? "" : times.irregular();
  }

  /** Tells tables apart: counts, and a sum over all names and values that no order changes. */
  public String fingerprint() {
    return count + " series, " + values + " values, " + Long.toHexString(hash);
  }
}
