package dev.recurrent.nlp.sentiment.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.sentiment.ml.TextTable;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.KeepOption;
import dev.recurrent.spark.job.LogicalDate;
import dev.recurrent.spark.job.ReadingOptions;
import dev.recurrent.spark.job.RowOrigin;
import dev.recurrent.spark.job.RowOutput;
import dev.recurrent.spark.job.StandardInput;
import dev.recurrent.spark.job.TableOutputOptions;
import dev.recurrent.spark.table.TableWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what texts are: a table on the executors, or lines of standard input one by one. */
@Command(description = "Classifies texts.", sortOptions = false)
public final class SentimentClassify implements Job {
  private static final String STANDARD_INPUT = "-";

  @Mixin private ClassifierOptions used = new ClassifierOptions();

  @Mixin private TableOptions table = new TableOptions(new ReadingOptions());

  @Mixin private KeepOption keep = new KeepOption();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Directory for the rows: row number, columns of --keep, text, label, and the"
              + " probability of each label.")
  private @Nullable String output;

  @Mixin private TableOutputOptions into = new TableOutputOptions();

  @Mixin private LogicalDate date = new LogicalDate();

  @Option(
      names = "--format",
      defaultValue = "parquet",
      description = "parquet, csv or json (default: ${DEFAULT-VALUE}).")
  private String format = "parquet";

  public static void main(String[] arguments) {
    JobRunner.main(new SentimentClassify(), arguments);
  }

  @Override
  public String task() {
    return "sentiment";
  }

  @Override
  public String action() {
    return "classify";
  }

  @Override
  public void requireValid() {
    table.requireValid();
    TableWriter.format(format);
    into.requireValid("--output", output);
    date.requireValid(into);
    if (table.input.equals(STANDARD_INPUT)) {
      if (into.requested()) {
        throw JobException.usage("--output-table is for the rows of a table, not for --input -");
      }
    } else if (output == null && !into.requested()) {
      throw JobException.usage("--output or --output-table is required, unless --input is -");
    }
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    table.keep = keep;
    ModelDirectory directory = used.directory(context);
    TextClassifier classifier = used.load(directory, context);
    if (table.input.equals(STANDARD_INPUT) || (output == null && !into.requested())) {
      return Map.of("rows", lines(classifier, context.out()));
    }
    // Before anything is read: the labels' columns have to have names of their own.
    StructType known = schema(List.of(), classifier.model().config().labels());
    RowOutput target =
        output != null
            ? RowOutput.directory("--output", output, format, context.hadoop())
            : into.open(context, date.date(), RowOrigin.of(directory, classifier.parameters()));
    target.requireFits(known);
    return classified(context, classifier, target);
  }

  /** One text a line; label, probability and text a line. */
  private static long lines(TextClassifier classifier, PrintStream out) throws IOException {
    long rows = 0;
    Iterator<String> lines = new StandardInput(System.in);
    while (lines.hasNext()) {
      String line = lines.next();
      TextClassifier.Prediction prediction = classifier.classify(line);
      double probability = prediction.probabilities()[prediction.index()];
      out.println(
          String.format(Locale.ROOT, "%s\t%.4f\t%s", prediction.label(), probability, line));
      rows++;
    }
    return rows;
  }

  private Map<String, Object> classified(
      JobContext context, TextClassifier classifier, RowOutput target) throws Exception {
    List<String> labels = classifier.model().config().labels();
    TextTable texts = read(context);
    context.console().say("texts: %s", texts.found());
    StructType schema = schema(texts.kept(), labels);
    target.requireFits(schema);
    JavaRDD<Row> rows =
        ClassifiedTexts.of(context.session(), texts.inOrder(), classifier)
            .rows()
            .map(predicted -> row(predicted, labels));
    long begin = System.nanoTime();
    Dataset<Row> written = context.session().createDataFrame(rows, schema);
    try (var classifying = context.activity("classifying the texts")) {
      target.write(written);
    }
    texts.close();
    double seconds = (System.nanoTime() - begin) / 1e9;
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("rows", texts.count());
    result.put("texts_per_second", Math.round(texts.count() / seconds));
    result.putAll(target.keys());
    return result;
  }

  private TextTable read(JobContext context) throws IOException {
    context.spark();
    try (var reading = context.activity("reading " + table.source(context).shown())) {
      return table.read(context, table.source(context), false);
    }
  }

  private static StructType schema(List<StructField> kept, List<String> labels) {
    StructType schema = new StructType().add("row", DataTypes.LongType);
    for (StructField field : kept) {
      schema = schema.add(field);
    }
    schema = schema.add("text", DataTypes.StringType).add("label", DataTypes.StringType);
    for (String label : labels) {
      String name = "probability_" + label;
      if (Arrays.stream(schema.fieldNames()).anyMatch(name::equalsIgnoreCase)) {
        throw JobException.usage(
            "two labels of the model differ in case alone, and so would two columns of the output: "
                + name
                + "; train with labels that differ otherwise");
      }
      schema = schema.add(name, DataTypes.DoubleType);
    }
    return schema;
  }

  private static Row row(ClassifiedTexts.Prediction predicted, List<String> labels) {
    List<@Nullable Object> cells = new ArrayList<>();
    cells.add(predicted.text().place());
    cells.addAll(Arrays.asList(predicted.text().kept()));
    cells.add(predicted.text().text());
    cells.add(labels.get(predicted.predicted()));
    for (double probability : predicted.probabilities()) {
      cells.add(probability);
    }
    return RowFactory.create(cells.toArray());
  }
}
