package dev.recurrent.nlp.generation.job;

import dev.recurrent.nlp.generation.ReadingDirection;
import dev.recurrent.nlp.generation.SamplingConfig;
import dev.recurrent.nlp.generation.TextGenerator;
import dev.recurrent.report.Block;
import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.Section;
import dev.recurrent.report.Text;
import dev.recurrent.spark.job.ModelPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code report.html} of a language model: figures, curves, samples. */
final class GenerationReport {
  private static final int SAMPLE_TOKENS = 600;

  private final ModelPublisher publisher;
  private final TextGenerator writer;
  private final ReadingDirection direction;

  GenerationReport(ModelPublisher publisher, TextGenerator writer, ReadingDirection direction) {
    this.publisher = publisher;
    this.writer = writer;
    this.direction = direction;
  }

  HtmlReport html(LanguageFindings findings) {
    TextMetrics metrics = findings.metrics();
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.of(
            "Result on validation text",
            Text.figure("nats a character", format("%.4f", metrics.natsPerCharacter())),
            Text.figure("bits a character", format("%.4f", metrics.bitsPerCharacter())),
            Text.figure("perplexity of a token", format("%.2f", metrics.perplexity())),
            Text.figure("characters", format("%,d", metrics.characters()))));
    findings.section().ifPresent(sections::add);
    if (direction == ReadingDirection.FORWARD) {
      sections.add(samples());
    }
    sections.addAll(publisher.sections(publisher.result(), "nats a token"));
    return new HtmlReport("Language model", publisher.subtitle(), sections);
  }

  private Section samples() {
    List<Block> blocks = new ArrayList<>();
    for (double temperature : new double[] {0.5, 0.8, 1.0}) {
      SamplingConfig sampling = new SamplingConfig(temperature, 0, 1, 1);
      String sample = writer.generate("", SAMPLE_TOKENS, sampling, piece -> {});
      blocks.add(Text.sample(format("Temperature %.1f", temperature), sample));
    }
    return new Section("Samples", blocks);
  }

  private static String format(String pattern, Object value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
