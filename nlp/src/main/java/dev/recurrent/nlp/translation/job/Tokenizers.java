package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.corpus.VocabularyCount;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.TokenizerJson;
import dev.recurrent.nlp.translation.TextTranslator;
import dev.recurrent.spark.job.TrainingSetup;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizers of both sides.
 *
 * @param shared whether they are one
 */
record Tokenizers(Tokenizer source, Tokenizer target, boolean shared) {
  /**
   * Those of the language models to start from; others are learned on the executors. A side without
   * text counts for nothing.
   */
  static Tokenizers learn(ParallelText text, TranslationOptions options) {
    JavaRDD<PairText> pairs = text.pairs().filter(pair -> !pair.empty());
    JavaRDD<String> sources = pairs.map(pair -> pair.source);
    JavaRDD<String> targets = pairs.map(pair -> pair.target);
    @Nullable Tokenizer source = options.pretraining.source();
    @Nullable Tokenizer target = options.pretraining.target();
    if (options.joint()) {
      Tokenizer both = source == null ? learned(sources.union(targets), options) : source;
      return new Tokenizers(both, both, true);
    }
    return new Tokenizers(
        source == null ? learned(sources, options) : source,
        target == null ? learned(targets, options) : target,
        false);
  }

  private static Tokenizer learned(JavaRDD<String> texts, TranslationOptions options) {
    return VocabularyCount.learn(texts, options.kind(), options.vocabularySize);
  }

  static Tokenizers of(TextTranslator translator) {
    boolean shared = translator.model().config().vocabulary().shared();
    return new Tokenizers(translator.source(), translator.target(), shared);
  }

  static Tokenizers toResume(TrainingSetup setup, boolean shared) throws IOException {
    String first = shared ? TextTranslator.TOKENIZER : TextTranslator.SOURCE_TOKENIZER;
    Tokenizer source = read(setup, first);
    return new Tokenizers(
        source, shared ? source : read(setup, TextTranslator.TARGET_TOKENIZER), shared);
  }

  private static Tokenizer read(TrainingSetup setup, String file) throws IOException {
    return TokenizerJson.read(setup.fileToResume(file), file);
  }

  /** The files that a model keeps of them, by name. */
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    if (shared) {
      files.put(TextTranslator.TOKENIZER, TokenizerJson.writeBytes(source));
    } else {
      files.put(TextTranslator.SOURCE_TOKENIZER, TokenizerJson.writeBytes(source));
      files.put(TextTranslator.TARGET_TOKENIZER, TokenizerJson.writeBytes(target));
    }
    return files;
  }

  /** "8,000 (bpe, joint)". */
  @Override
  public String toString() {
    String kind = source.kind().label();
    return shared
        ? String.format(java.util.Locale.ROOT, "%,d (%s, joint)", source.vocabulary().size(), kind)
        : String.format(
            java.util.Locale.ROOT,
            "%,d and %,d (%s)",
            source.vocabulary().size(),
            target.vocabulary().size(),
            kind);
  }
}
