package dev.recurrent.timeseries.table;

import dev.recurrent.math.Seed;
import dev.recurrent.spark.job.Counts;
import dev.recurrent.spark.job.InputTable;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.timeseries.forecast.Covariate;
import dev.recurrent.timeseries.forecast.WindowConfig;
import dev.recurrent.timeseries.series.Frequency;
import dev.recurrent.timeseries.series.MissingValuePolicy;
import dev.recurrent.timeseries.series.Observations;
import dev.recurrent.timeseries.series.Observations.Irregularities;
import dev.recurrent.timeseries.series.TimeSeries;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A table of series on Spark: read, regular, sorted by name. The driver holds counts, never a
 * series.
 */
public final class SeriesTable {
  /** The name of the series of a table without names. */
  public static final String SINGLE = "series";

  private static final int NAMED = 10;

  private final JavaRDD<TimeSeries> series;
  private final @Nullable Frequency frequency;
  private final long count;
  private final long values;
  private final List<Covariate> covariates;
  private final String irregular;
  private final boolean incomplete;
  private final long hash;

  private SeriesTable(
      JavaRDD<TimeSeries> series,
      @Nullable Frequency frequency,
      List<Covariate> covariates,
      String irregular) {
    this.covariates = covariates;
    this.series = series.persist(StorageLevel.DISK_ONLY());
    this.frequency = frequency;
    this.irregular = irregular;
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
      throw JobException.badInput("--input " + path + " has no values");
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
            .filter(s -> s.length() > 0)
            .sortBy(TimeSeries::name, true, partitions(table));
    return new SeriesTable(series, options.frequency(window), List.of(), "");
  }

  private static TimeSeries ofRow(Row row, MissingValuePolicy rule) {
    int end = row.length();
    while (end > 1 && row.isNullAt(end - 1)) {
      end--;
    }
    float[] values = new float[end - 1];
    for (int i = 1; i < end; i++) {
      values[i - 1] = Values.number(row.get(i), "column " + (i + 1));
    }
    rule.fill(values);
    return new TimeSeries(String.valueOf(row.get(0)), 0, values, new float[0][]);
  }

  private static int partitions(Dataset<Row> table) {
    return Math.max(2, table.sparkSession().sparkContext().defaultParallelism() * 2);
  }

  private static SeriesTable narrow(
      Dataset<Row> table, String path, SeriesOptions options, @Nullable WindowConfig window) {
    List<Covariate> covariates =
        window == null ? Covariates.of(table, options) : window.covariates();
    Columns columns = Columns.of(table, options, covariates);
    JavaRDD<Observations> grouped =
        SeriesRow.numbered(table)
            .toJavaRDD()
            .mapToPair(row -> new Tuple2<>(columns.series(row), SeriesRow.of(row, columns)))
            .groupByKey(partitions(table))
            .map(group -> SeriesRow.observations(group._1(), group._2().iterator(), columns))
            .persist(StorageLevel.DISK_ONLY());
    if (grouped.isEmpty()) {
      throw JobException.badInput("--input " + path + " has no rows");
    }
    Frequency given = options.frequency(window);
    Frequency frequency = given != null ? given : inferred(grouped);
    MissingValuePolicy rule = options.rule();
    JavaRDD<Observations.Regular> regular =
        grouped.map(o -> o.regular(frequency, rule)).persist(StorageLevel.DISK_ONLY());
    String irregular = irregularities(regular);
    JavaRDD<TimeSeries> series =
        regular
            .map(Observations.Regular::series)
            .filter(s -> s.length() > 0)
            .sortBy(TimeSeries::name, true, partitions(table));
    SeriesTable read = new SeriesTable(series, frequency, covariates, irregular);
    // It has copies of its own now.
    regular.unpersist();
    grouped.unpersist();
    return read;
  }

  private static Frequency inferred(JavaRDD<Observations> grouped) {
    long[] times =
        grouped
            .map(Observations::times)
            .filter(t -> t.length > 1)
            .takeOrdered(1, new LongestFirst())
            .stream()
            .findFirst()
            .orElse(new long[0]);
    try {
      return Frequency.infer(times);
    } catch (IllegalArgumentException e) {
      throw JobException.badInput(
          "no series has two times to tell the frequency by; give --frequency");
    }
  }

  /** The longest series tells the frequency; of equal ones that which begins first. */
  private static final class LongestFirst
      implements java.util.Comparator<long[]>, java.io.Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(long[] a, long[] b) {
      return a.length != b.length ? Integer.compare(b.length, a.length) : Arrays.compare(a, b);
    }
  }

  private static String irregularities(JavaRDD<Observations.Regular> regular) {
    Irregularities none = new Irregularities(0, 0, 0, 0);
    Irregularities all = regular.map(Observations.Regular::found).fold(none, Irregularities::plus);
    if (!all.any()) {
      return "";
    }
    List<String> named =
        regular
            .filter(r -> r.found().any())
            .map(r -> r.series().name() + ": " + r.found())
            .takeOrdered(NAMED);
    return "irregular: " + all + "\n  " + String.join("\n  ", named);
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

  /** Whether a step is left without a value. */
  public boolean incomplete() {
    return incomplete;
  }

  /** Tells the user what was found, if anything. */
  public void announce(SeriesOptions options) {
    if (!irregular.isEmpty()) {
      System.err.println(irregular + "; handled by --missing " + options.missing);
    }
  }

  /** What was found, by series, or an empty text. */
  public String irregular() {
    return irregular;
  }

  /** Tells tables apart: counts, and a sum over all names and values that no order changes. */
  public String fingerprint() {
    return count + " series, " + values + " values, " + Long.toHexString(hash);
  }
}
