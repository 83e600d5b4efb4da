package dev.recurrent.timeseries.table;

import dev.recurrent.math.Seed;
import dev.recurrent.spark.job.Counts;
import dev.recurrent.spark.job.InputTable;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
public final class SeriesTable {
  /** The name of the series of a table without names. */
  public static final String SINGLE = "series";

  private final JavaRDD<TimeSeries> series;
  private final @Nullable Frequency frequency;
  private final long count;
  private final long values;
  private final List<Covariate> covariates;
  private final LongTable.@Nullable Series times;
  private final boolean incomplete;
  private final BadSeries bad;
  private final long hash;

  private SeriesTable(
      JavaRDD<TimeSeries> series,
      List<Covariate> covariates,
      @Nullable Frequency frequency,
      LongTable.@Nullable Series times,
      SeriesOptions options) {
    this.covariates = covariates;
    SeriesDefect defect = new SeriesDefect(covariates, options.ahead);
    JavaRDD<TimeSeries> all = series.persist(StorageLevel.DISK_ONLY());
    bad = BadSeries.of(all, defect);
    bad.requireWithin(options.badSeries);
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

  private static long hash(TimeSeries series) {
    long covariates = Arrays.deepHashCode(series.covariates());
    return Seed.of(series.name().hashCode(), Arrays.hashCode(series.values()), covariates);
  }

  /**
   * @param window of the model whose inputs are read, or null to find them in the data
   */
  public static SeriesTable read(
      SparkSession spark, SeriesOptions options, @Nullable WindowConfig window) {
    return read(spark, options.input, options, window);
  }

  /** Another table than {@code --input}, of the same form. */
  public static SeriesTable read(
      SparkSession spark, String path, SeriesOptions options, @Nullable WindowConfig window) {
    Dataset<Row> table = options.given == null ? open(spark, path) : options.given;
    SeriesTable read =
        options.wide ? wide(table, options, window) : narrow(table, path, options, window);
    if (read.values == 0) {
      String until = options.until == null ? "" : " up to --date " + options.until;
      throw JobException.badInput("--input " + path + " has no values" + until);
    }
    return read;
  }

  private static Dataset<Row> open(SparkSession spark, String path) {
    return InputTable.open(
        "--input " + path,
        () ->
            parquet(path)
                ? spark.read().parquet(path)
                : spark.read().option("header", "true").csv(path));
  }

  private static boolean parquet(String path) {
    return Set.of("parquet", "pq")
        .contains(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static SeriesTable wide(
      Dataset<Row> table, SeriesOptions options, @Nullable WindowConfig window) {
    MissingValuePolicy rule = options.rule();
    JavaRDD<TimeSeries> series =
        table
            .toJavaRDD()
            .map(row -> ofRow(row, rule))
            .sortBy(TimeSeries::name, true, partitions(table));
    return new SeriesTable(series, List.of(), options.frequency(window), null, options);
  }

  private static TimeSeries ofRow(Row row, MissingValuePolicy rule) {
    int end = row.length();
    while (end > 1 && row.isNullAt(end - 1)) {
      end--;
    }
    float[] values = new float[end - 1];
    for (int i = 1; i < end; i++) {
      values[i - 1] = Values.number(row.get(i), "column " + (i + 1));
      if (Float.isInfinite(values[i - 1])) {
        String where = "series \"" + row.get(0) + "\": column " + (i + 1);
        throw Values.infinite(where, row.get(i));
      }
    }
    rule.fill(values);
    Object name = row.get(0);
    if (name == null || name.toString().isBlank()) {
      throw JobException.badInput(
          "a row of --wide has an empty first cell, expected the name of a series");
    }
    return new TimeSeries(name.toString(), 0, values, new float[0][]);
  }

  private static int partitions(Dataset<Row> table) {
    return Math.max(2, table.sparkSession().sparkContext().defaultParallelism() * 2);
  }

  private static SeriesTable narrow(
      Dataset<Row> table, String path, SeriesOptions options, @Nullable WindowConfig window) {
    List<Covariate> covariates =
        window == null ? Covariates.of(table, options) : window.covariates();
    LongTable.Series read =
        new LongTable(table, options, covariates, partitions(table)).read(path, window);
    return new SeriesTable(read.series(), covariates, read.frequency(), read, options);
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
  public void announce(SeriesOptions options, Consumer<String> say) {
    if (times != null) {
      times.said().forEach(say);
    }
    if (!irregular().isEmpty()) {
      say.accept(
          irregular() + "; handled by --missing " + options.rule().name().toLowerCase(Locale.ROOT));
    }
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
