package dev.recurrent.nlp.generation.job;

import dev.recurrent.report.Block;
import dev.recurrent.report.Section;
import dev.recurrent.report.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run has found out about its text.
 *
 * @param metrics of the model on the validation text
 * @param ngram the baseline's, or null
 * @param advice if training ended too early, else null
 */
record LanguageFindings(TextMetrics metrics, @Nullable NgramFigure ngram, @Nullable String advice) {
  /** Keys of the JSON result behind those of the model. */
  Map<String, Object> more() {
    Map<String, Object> more = new LinkedHashMap<>();
    if (ngram != null) {
      more.put("baseline", ngram.toMap());
    }
    if (advice != null) {
      more.put("advice", advice);
    }
    return more;
  }

  /** The baseline and the advice, where there is one of them. */
  Optional<Section> section() {
    List<Block> blocks = new ArrayList<>();
    if (ngram != null) {
      double figure = ngram.metrics().natsPerCharacter();
      blocks.add(
          Text.figure(
              ngram.name() + ", nats a character", String.format(Locale.ROOT, "%.4f", figure)));
    }
    if (advice != null) {
      blocks.add(Text.paragraph(advice));
    }
    return blocks.isEmpty() ? Optional.empty() : Optional.of(new Section("Baseline", blocks));
  }
}
