package dev.recurrent.nlp.translation.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Quantity;
import dev.recurrent.nlp.translation.SearchConfig;
import dev.recurrent.nlp.translation.TextTranslator;
import dev.recurrent.nlp.translation.WordDictionary;
import dev.recurrent.spark.job.InputOptions;
import dev.recurrent.spark.job.Job;
import dev.recurrent.spark.job.JobContext;
import dev.recurrent.spark.job.JobException;
import dev.recurrent.spark.job.JobRunner;
import dev.recurrent.spark.job.ReadingOnlyOptions;
import dev.recurrent.spark.job.ReadingOptions;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scala.Tuple2;

/** Scores a translator on sentences whose translations are known. */
@Command(description = "Scores a translator: BLEU and chrF.", sortOptions = false)
public final class TranslationEvaluate implements Job {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "Finished model.")
  private String model = "";

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description = "UTF-8 text on any Hadoop path, one sentence a line.")
  private @Nullable String source;

  @Option(
      names = "--target",
      paramLabel = "FILE",
      description = "Translations of --source, line by line. Give it again for more references.")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "A table, instead of --source and --target. Rows with the same source are its"
              + " references.")
  private @Nullable String input;

  @Mixin private InputOptions table = new InputOptions();

  @Mixin private PairColumns columns = new PairColumns();

  @Option(names = "--lowercase", description = "Compute BLEU and chrF without regard to case.")
  private boolean lowercase;

  @Mixin private ReadingOptions reading = new ReadingOnlyOptions();

  @Mixin private SearchOptions search = new SearchOptions();

  private long leftOut;

  public static void main(String[] arguments) {
    JobRunner.main(new TranslationEvaluate(), arguments);
  }

  @Override
  public String task() {
    return "translation";
  }

  @Override
  public String action() {
    return "evaluate";
  }

  @Override
  public void requireValid() {
    search.config();
    table.requireValid(input, false);
    table.requireFits(reading.rules(true));
    boolean rows = input != null || table.given();
    if (rows == (source != null) || (source == null) != targets.isEmpty()) {
      throw JobException.usage(
          "give --source and --target, or one of --input, --input-table and --input-query");
    }
  }

  @Override
  public Map<String, Object> run(JobContext context) throws Exception {
    SearchConfig config = search.config();
    ModelDirectory directory = HadoopDirectory.at(model, context.hadoop()).open();
    TextTranslator translator = TextTranslator.load(directory);
    WordDictionary dictionary = WordDictionary.readBytes(directory.file(WordDictionary.FILE));
    JavaRDD<TranslationPart.Sentence> sentences = read(context);
    TranslationScore score =
        new TranslationScore(
            context.spark(),
            sentences,
            translator.model(),
            translator.source(),
            translator.target());
    long begin = System.nanoTime();
    TranslationPart all;
    try (var translating = context.activity("translating")) {
      all = score.translate(translator.parameters(), config, lowercase);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("bleu", all.bleu.score());
    result.put("bleu_lowercased", all.lowercased.score());
    result.put("chrf", all.chrf.score());
    result.put("sentences", all.bleu.sentences());
    result.put("left_out", leftOut);
    result.put("signature", all.bleu.signature());
    result.put("brevity_penalty", all.bleu.brevityPenalty());
    result.putAll(score.baselines(dictionary, lowercase));
    result.put("sentences_per_second", Math.round(all.bleu.sentences() / seconds));
    return result;
  }

  private JavaRDD<TranslationPart.Sentence> read(JobContext context) throws IOException {
    context.spark();
    try (var reading = context.activity("reading the sentences")) {
      JavaRDD<TranslationPart.Sentence> sentences = sentences(context).cache();
      if (sentences.isEmpty()) {
        throw JobException.badInput("there is no sentence with a reference");
      }
      return sentences;
    }
  }

  private JavaRDD<TranslationPart.Sentence> sentences(JobContext context) throws IOException {
    if (source == null) {
      return grouped(
          context,
          ParallelText.table(table.source(input, context), columns.names(), reading, context)
              .pairs()
              .mapToPair(pair -> new Tuple2<>(pair.source, pair)));
    }
    JavaPairRDD<Long, PairText> byLine = null;
    for (String target : targets) {
      JavaPairRDD<Long, PairText> one =
          ParallelText.files(source, target, reading.charset(), context)
              .pairs()
              .mapToPair(pair -> new Tuple2<>(pair.line, pair));
      byLine = byLine == null ? one : byLine.union(one);
    }
    if (byLine == null) {
      throw new IllegalStateException("no target");
    }
    return grouped(context, byLine);
  }

  /** One sentence for each key, with its references in an order that does not depend on Spark. */
  private <K> JavaRDD<TranslationPart.Sentence> grouped(
      JobContext context, JavaPairRDD<K, PairText> pairs) {
    leftOut = pairs.filter(pair -> pair._2().empty()).count();
    if (leftOut > 0) {
      context
          .console()
          .say("%s an empty side; left out", Quantity.of(leftOut, "pair has", "pairs have"));
    }
    return pairs
        .filter(pair -> !pair._2().empty())
        .groupByKey()
        .map(
            group -> {
              List<String> references = new ArrayList<>();
              String from = "";
              for (PairText pair : group._2()) {
                references.add(pair.target);
                from = pair.source;
              }
              references.sort(String::compareTo);
              return new TranslationPart.Sentence(from, references);
            });
  }
}
