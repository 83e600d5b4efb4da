package dev.recurrent.nlp.translation.job;

import dev.recurrent.report.Block;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.Section;
import dev.recurrent.report.Table;
import dev.recurrent.report.Text;
import dev.recurrent.spark.job.ModelPublisher;
import dev.recurrent.spark.run.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code report.html} of a translator: figures, curves, samples of every validation. */
final class TranslationReport {
  private final ModelPublisher publisher;
  private final ValidationSamples samples;

  TranslationReport(ModelPublisher publisher, ValidationSamples samples) {
    this.publisher = publisher;
    this.samples = samples;
  }

  HtmlReport html(TrainingResult result, Map<String, Object> validation, TranslationPart scored) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.of(
            "Result on validation sentences",
            Text.figure("BLEU, beam 5", format("%.2f", scored.bleu.score())),
            Text.figure("BLEU of copied sources", baseline(validation, "copy_bleu")),
            Text.figure("BLEU of a word dictionary", baseline(validation, "dictionary_bleu")),
            Text.figure("BLEU, lower case", format("%.2f", scored.lowercased.score())),
            Text.figure("chrF2", format("%.2f", scored.chrf.score())),
            Text.figure(
                "loss, nats a token", format("%.4f", validation.getOrDefault("loss", Double.NaN))),
            Text.figure("sentences", format("%,d", scored.bleu.sentences())),
            Text.paragraph("Signature of the scores: " + scored.bleu.signature())));
    sections.add(new Section("Samples", samples(scored)));
    sections.addAll(publisher.sections(result, "nats a token"));
    return new HtmlReport("Translator", publisher.subtitle(), sections);
  }

  private static String baseline(Map<String, Object> validation, String key) {
    return format("%.2f", validation.getOrDefault(key, Double.NaN));
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
      blocks.add(Text.sample("Source", last.sentence.source));
      blocks.add(new Table("", List.of("after", "translation"), rows));
    }
    return blocks;
  }

  private static String format(String pattern, Object value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
