package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.report.Block;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.KeyValueTable;
import dev.recurrent.report.SampleText;
import dev.recurrent.report.Section;
import dev.recurrent.report.Table;
import dev.recurrent.spark.job.RunBook;
import dev.recurrent.spark.run.TrainingRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code report.html} of a translator: figures, curves, samples of every validation. */
final class TranslationReport {
  private final RunBook book;
  private final Translator model;
  private final ValidationSamples samples;

  TranslationReport(RunBook book, Translator model, ValidationSamples samples) {
    this.book = book;
    this.model = model;
    this.samples = samples;
  }

  HtmlReport html(
      TrainingRun.Result result, Map<String, Object> validation, TranslationPart scored) {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("validation BLEU, beam 5", format("%.2f", scored.bleu.score()));
    figures.put("the same, case left out", format("%.2f", scored.lowercased.score()));
    figures.put("validation chrF2", format("%.2f", scored.chrf.score()));
    figures.put(
        "validation loss, nats a token",
        format("%.4f", validation.getOrDefault("loss", Double.NaN)));
    figures.put(
        "BLEU of the sources copied",
        format("%.2f", validation.getOrDefault("copy_bleu", Double.NaN)));
    figures.put(
        "BLEU word by word",
        format("%.2f", validation.getOrDefault("dictionary_bleu", Double.NaN)));
    figures.put("sentences", format("%,d", scored.bleu.sentences()));
    figures.put("signature", scored.bleu.signature());
    List<Section> sections = new ArrayList<>();
    sections.add(Section.of("Result", KeyValueTable.of(figures)));
    sections.add(new Section("Samples", samples(scored)));
    sections.addAll(book.sections(result, model, "nats a token"));
    return new HtmlReport("Translator", book.subtitle(), sections);
  }

  /** The same few sentences after each validation, and at the end. */
  private List<Block> samples(TranslationPart scored) {
    List<Block> blocks = new ArrayList<>();
    for (TranslationPart.Sample last : scored.samples) {
      List<List<String>> rows = new ArrayList<>();
      samples
          .of(last.sentence.source)
          .forEach((round, translation) -> rows.add(List.of("round " + round, translation)));
      rows.add(List.of("published, beam 5", last.translation));
      rows.add(List.of("reference", String.join(" | ", last.sentence.references)));
      blocks.add(new SampleText("Source", last.sentence.source));
      blocks.add(new Table("", List.of("after", "translation"), rows));
    }
    return blocks;
  }

  private static String format(String pattern, Object value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
