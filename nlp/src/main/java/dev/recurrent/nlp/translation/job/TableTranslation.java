package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.corpus.BatchingIterator;
import dev.recurrent.nlp.translation.SearchConfig;
import dev.recurrent.nlp.translation.TextTranslator;
import dev.recurrent.spark.job.InputOptions;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.KeepOption;
import dev.recurrent.spark.job.LogicalDate;
import dev.recurrent.spark.job.ReadingOptions;
import dev.recurrent.spark.job.RowOrigin;
import dev.recurrent.spark.job.RowOutput;
import dev.recurrent.spark.job.TableOutputOptions;
import dev.recurrent.spark.table.BadRows;
import dev.recurrent.spark.table.DealtRows;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.spark.table.TableSource;
import dev.recurrent.spark.table.TableWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code translation translate} of a table's column: rows with columns of the input to join by. */
final class TableTranslation {
  /** Rows translated together on an executor. */
  private static final int TOGETHER = 256;

  @Option(
      names = "--source-column",
      paramLabel = "NAME",
      description =
          "Column of sentences. --input is then a table, and rows go to --output"
              + " or --output-table.")
  private @Nullable String sourceColumn;

  @Mixin private InputOptions table = new InputOptions();

  @Mixin private KeepOption keep = new KeepOption();

  @Option(
      names = "--format",
      defaultValue = "parquet",
      description = "Format of a table's rows: parquet, csv or json (default: ${DEFAULT-VALUE}).")
  private String format = "parquet";

  @Mixin private TableOutputOptions into = new TableOutputOptions();

  @Mixin private LogicalDate date = new LogicalDate();

  @Mixin private ReadingOptions reading = new ReadingOptions();

  /** Whether a table is to be translated. */
  boolean requested() {
    return sourceColumn != null;
  }

  /** Whether a catalog's table or a query is read, and not a path. */
  boolean isTable() {
    return table.given();
  }

  ReadingOptions reading() {
    return reading;
  }

  /**
   * @throws JobException naming what does not go together
   */
  void requireValid(@Nullable String input, @Nullable String output) {
    reading.requireValid();
    table.requireValid(input, false);
    table.requireFits(reading.rules(true));
    if (table.given() && sourceColumn == null) {
      throw JobException.usage("--source-column is required with --input-table and --input-query");
    }
    TableWriter.format(format);
    into.requireValid("--output", output);
    date.requireValid(into);
    if (into.requested() && sourceColumn == null) {
      throw JobException.usage("--output-table is for a table's rows: give --source-column");
    }
    if (keep.any() && sourceColumn == null) {
      throw JobException.usage("--keep is for a table: give --source-column");
    }
    if (sourceColumn != null && output == null && !into.requested()) {
      throw JobException.usage("--output or --output-table is required with --source-column");
    }
  }

  /**
   * Where the rows go.
   *
   * @param output directory, or null where they go to a table
   * @param model that translates
   */
  RowOutput open(JobContext context, @Nullable String output, RowOrigin model) throws IOException {
    RowOutput target =
        output != null
            ? RowOutput.directory("--output", output, format, context.hadoop())
            : into.open(context, date.date(), model);
    target.requireFits(schema(new StructField[0], 0));
    return target;
  }

  /** Translates; returns the number of rows. */
  long translate(
      JobContext context,
      TextTranslator translator,
      SearchConfig search,
      @Nullable String input,
      RowOutput target)
      throws Exception {
    String column = String.valueOf(sourceColumn);
    TableSource source = table.source(input, context).with(reading.rules(!column.matches("\\d+")));
    InputTable read = InputTable.read(context.session(), source);
    List<String> columns = new ArrayList<>();
    columns.add(read.column(column, "source-column"));
    columns.addAll(keep.columns(read, columns));
    Dataset<Row> selected = read.select(columns, 1);
    StructType schema = schema(selected.schema().fields(), columns.size());
    target.requireFits(schema);
    JavaRDD<Row> rows = selected.toJavaRDD().persist(StorageLevel.DISK_ONLY());
    int cells = columns.size();
    BadRows bad =
        rows.aggregate(new BadRows(), (sum, row) -> count(sum, row, cells), BadRows::merge);
    bad.require(source.given(), read.places(), reading.maxBadFraction());
    context.console().say("sentences: %s", bad.describe(read.places()));
    SharedTranslator shared = new SharedTranslator(context.spark(), translator);
    JavaRDD<Row> usable = rows.filter(row -> row.isNullAt(cells + 1));
    JavaRDD<Row> ordered =
        read.places().known()
            ? usable
            : DealtRows.of(usable, DealtRows.parts(bad.rows()), row -> row.getLong(cells));
    JavaRDD<Row> translated =
        ordered.mapPartitions(
            it -> {
              TextTranslator own = shared.get();
              return new BatchingIterator<>(
                  it, TOGETHER, some -> translated(some, cells, own, search));
            });
    Dataset<Row> written = context.session().createDataFrame(translated, schema);
    try (var translating = context.activity("translating")) {
      target.write(written);
    }
    rows.unpersist();
    return bad.rows() - bad.count();
  }

  private static BadRows count(BadRows bad, Row row, int cells) {
    if (row.isNullAt(cells + 1)) {
      bad.addGood();
    } else {
      bad.add(row.getLong(cells), row.getString(cells + 1));
    }
    return bad;
  }

  /** Row, columns of {@code --keep}, source, translation. */
  private static StructType schema(StructField[] fields, int cells) {
    StructType schema = new StructType().add("row", DataTypes.LongType);
    for (StructField field : Arrays.asList(fields).subList(Math.min(1, cells), cells)) {
      schema = schema.add(field);
    }
    return schema.add("source", DataTypes.StringType).add("translation", DataTypes.StringType);
  }

  private static List<Row> translated(
      List<Row> rows, int cells, TextTranslator translator, SearchConfig search) {
    List<String> sources = new ArrayList<>();
    rows.forEach(row -> sources.add(row.isNullAt(0) ? "" : row.getString(0)));
    List<TextTranslator.Translation> found = translator.translate(sources, search);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<@Nullable Object> row = new ArrayList<>(Collections.nCopies(1, rows.get(i).get(cells)));
      for (int k = 1; k < cells; k++) {
        row.add(rows.get(i).get(k));
      }
      row.add(sources.get(i));
      row.add(found.get(i).text());
      all.add(RowFactory.create(row.toArray()));
    }
    return all;
  }
}
