package dev.recurrent.nlp.translation.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.nlp.corpus.BatchingIterator;
import dev.recurrent.nlp.corpus.NumberedLines;
import dev.recurrent.nlp.corpus.TextInput;
import dev.recurrent.nlp.translation.SearchConfig;
import dev.recurrent.nlp.translation.TextTranslator;
import dev.recurrent.report.Block;
import dev.recurrent.report.HeatMap;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.Section;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.OutputDirectory;
import dev.recurrent.spark.job.RowOrigin;
import dev.recurrent.spark.job.RowOutput;
import dev.recurrent.spark.job.StandardInput;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Translates lines: a file on the executors, standard input right here. */
@Command(description = "Translates lines of text.", sortOptions = false)
public final class TranslationTranslate implements Job {
  /** Lines translated together on an executor. */
  private static final int TOGETHER = 256;

  /** Lines of a task at most. */
  private static final int MOST_LINES = 4096;

  /** Tasks that small files are cut into; the same on every cluster. */
  private static final int TASKS = 64;

  private static final int MOST_PICTURES = 50;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  private String model = "";

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      description =
          "UTF-8 text on any Hadoop path, one sentence a line; - for standard input (default: -,"
              + " without --input-table and --input-query).")
  private @Nullable String given;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Directory for the translations, as text files in the order of the lines. Without it"
              + " they go to standard output.")
  private @Nullable String output;

  @Option(
      names = "--n-best",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Print the N best translations of each line: line number, score and text, separated"
              + " by tabs (default: 1).")
  private int nBest;

  @Option(
      names = "--attention",
      paramLabel = "FILE",
      description = "File for pictures of the attention over the first 50 lines.")
  private @Nullable String attention;

  @Mixin private SearchOptions search = new SearchOptions();

  @Mixin private TableTranslation table = new TableTranslation();

  private final List<Block> pictures = new ArrayList<>();

  public static void main(String[] arguments) {
    JobRunner.main(new TranslationTranslate(), arguments);
  }

  @Override
  public String task() {
    return "translation";
  }

  @Override
  public String action() {
    return "translate";
  }

  @Override
  public void requireValid() {
    SearchConfig config = search.config();
    if (nBest < 1 || nBest > config.beam()) {
      throw JobException.usage(
          "--n-best is " + nBest + ", expected 1 to " + config.beam() + " (--beam)");
    }
    table.requireValid(given, output);
    boolean rows = output != null || table.requested();
    if (rows && (isLocal() || nBest > 1 || attention != null)) {
      throw JobException.usage(
          (output == null ? "--output-table" : "--output")
              + " is for a file's best translations, without --n-best and --attention");
    }
  }

  /** Whether lines come from standard input. */
  private boolean isLocal() {
    return !table.isTable() && input().equals("-");
  }

  private String input() {
    return given == null ? "-" : given;
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    SearchConfig config = search.config();
    boolean local = isLocal();
    ModelDirectory directory = HadoopDirectory.at(model, context.hadoop()).open();
    TextTranslator translator = TextTranslator.load(directory);
    if (attention != null && translator.model().config().attention().label().equals("none")) {
      throw JobException.usage("--attention: the model has none to draw");
    }
    Map<String, Object> result = new LinkedHashMap<>();
    if (local || nBest > 1 || attention != null) {
      result.putAll(here(context, translator, config, local));
    } else if (table.requested()) {
      RowOrigin origin = RowOrigin.of(directory, translator.parameters());
      RowOutput target = table.open(context, output, origin);
      result.put("sentences", table.translate(context, translator, config, given, target));
      result.putAll(target.keys());
    } else {
      result.put("sentences", onExecutors(context, translator, config));
    }
    if (attention != null) {
      writePictures(context, attention);
    }
    return result;
  }

  /** Line by line in this process, with the time that one takes. */
  private Map<String, Object> here(
      JobContext context, TextTranslator translator, SearchConfig config, boolean local)
      throws IOException {
    PrintStream out = context.out();
    Iterator<String> lines =
        local
            ? new StandardInput(System.in)
            : NumberedLines.of(
                    TextInput.of(input(), "--input", table.reading().charset(), context.spark()))
                .all()
                .toLocalIterator();
    List<Double> millis = new ArrayList<>();
    while (lines.hasNext()) {
      String line = lines.next();
      long begin = System.nanoTime();
      List<TextTranslator.Translation> found = translator.nBest(line, config);
      millis.add((System.nanoTime() - begin) / 1e6);
      print(out, millis.size(), found);
      if (attention != null && pictures.size() < MOST_PICTURES) {
        draw(found.get(0));
      }
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("sentences", millis.size());
    millis.sort(null);
    if (!millis.isEmpty()) {
      result.put("median_milliseconds", millis.get(millis.size() / 2));
    }
    return result;
  }

  private void print(PrintStream out, int number, List<TextTranslator.Translation> found) {
    if (nBest == 1) {
      out.println(found.get(0).text());
      return;
    }
    for (TextTranslator.Translation one : found.subList(0, Math.min(nBest, found.size()))) {
      out.println(String.format(Locale.ROOT, "%d\t%.4f\t%s", number, one.score(), one.text()));
    }
  }

  private void draw(TextTranslator.Translation found) {
    List<List<Double>> weights = new ArrayList<>();
    int columns = Math.min(found.sourceTokens().size(), HeatMap.LONGEST_SIDE);
    int rows = Math.min(found.tokens().size(), HeatMap.LONGEST_SIDE);
    for (int t = 0; t < rows; t++) {
      List<Double> row = new ArrayList<>();
      for (int s = 0; s < columns; s++) {
        row.add((double) found.attention()[t][s]);
      }
      weights.add(row);
    }
    if (rows > 0) {
      pictures.add(
          new HeatMap(
              found.text(),
              found.tokens().subList(0, rows),
              found.sourceTokens().subList(0, columns),
              weights));
    }
  }

  private void writePictures(JobContext context, String file) throws IOException {
    Path path = new Path(file);
    String html =
        new HtmlReport("Attention", model, List.of(new Section("Translations", pictures))).html();
    String folder = path.getParent() == null ? "." : path.getParent().toString();
    HadoopDirectory.at(folder.isEmpty() ? "." : folder, context.hadoop())
        .replace(path.getName(), html.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> texts(List<TextTranslator.Translation> translations) {
    return translations.stream().map(TextTranslator.Translation::text).toList();
  }

  private long onExecutors(JobContext context, TextTranslator translator, SearchConfig config)
      throws IOException {
    @Nullable OutputDirectory written =
        output == null ? null : OutputDirectory.vacant(output, context.hadoop());
    SharedTranslator shared = new SharedTranslator(context.spark(), translator);
    NumberedLines text =
        NumberedLines.of(
            TextInput.of(input(), "--input", table.reading().charset(), context.spark()));
    JavaRDD<String> translated =
        text.inOrder((int) Math.max(TOGETHER, Math.min(MOST_LINES, text.count() / TASKS)))
            .mapPartitions(
                lines -> {
                  TextTranslator own = shared.get();
                  return new BatchingIterator<>(
                      lines, TOGETHER, some -> texts(own.translate(some, config)));
                });
    if (written != null) {
      try (var translating = context.activity("translating")) {
        written.write(translated::saveAsTextFile);
      }
    } else {
      PrintStream out = context.out();
      translated.toLocalIterator().forEachRemaining(out::println);
    }
    return text.count();
  }
}
