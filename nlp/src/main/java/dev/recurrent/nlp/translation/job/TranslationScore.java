package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.translation.SearchConfig;
import dev.recurrent.nlp.translation.TextTranslator;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.nlp.translation.WordDictionary;
import dev.recurrent.spark.IdentityPartitioner;
import dev.recurrent.spark.run.ValidationMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Translates sentences on the executors and scores them: BLEU as a validation's judge. */
final class TranslationScore implements ValidationMetric {
  /** Sentences of a partition, and the most partitions: the same on every cluster. */
  private static final int SENTENCES = 128;

  private static final int MOST_PARTS = 1024;

  private final JavaSparkContext spark;
  private final JavaRDD<TranslationPart.Sentence> sentences;
  private final Translator model;
  private final Tokenizer source;
  private final Tokenizer target;
  private @Nullable ValidationSamples samples;

  TranslationScore(
      JavaSparkContext spark,
      JavaRDD<TranslationPart.Sentence> sentences,
      Translator model,
      Tokenizer source,
      Tokenizer target) {
    this.spark = spark;
    this.sentences = dealt(sentences).persist(StorageLevel.DISK_ONLY());
    this.model = model;
    this.source = source;
    this.target = target;
  }

  /** By what their texts draw, in an order of their own: a score does not depend on the cluster. */
  private static JavaRDD<TranslationPart.Sentence> dealt(JavaRDD<TranslationPart.Sentence> all) {
    int parts = (int) Math.max(1, Math.min(MOST_PARTS, all.count() / SENTENCES));
    return all.mapToPair(s -> new Tuple2<>((int) Math.floorMod(s.key(), (long) parts), s))
        .partitionBy(new IdentityPartitioner(parts))
        .values()
        .mapPartitions(
            it -> {
              List<TranslationPart.Sentence> own = new ArrayList<>();
              it.forEachRemaining(own::add);
              own.sort(TranslationPart.Sentence.BY_LENGTH);
              return own.iterator();
            });
  }

  Translator model() {
    return model;
  }

  @Override
  public String name() {
    return "BLEU";
  }

  @Override
  public double score(float[] parameters, long round) {
    TranslationPart all = translate(parameters, SearchConfig.greedy(), false);
    if (samples != null && round != NO_ROUND) {
      samples.add(round, all.samples);
    }
    return all.bleu.score();
  }

  ValidationSamples samples() {
    return Objects.requireNonNull(samples, "nothing was to be shown");
  }

  /** Lets every validation leave a few translations. */
  TranslationScore showing(ValidationSamples book) {
    samples = book;
    return this;
  }

  /** BLEU of the two baselines: the source as its own translation, and a dictionary of words. */
  Map<String, Object> baselines(WordDictionary dictionary, boolean lowercase) {
    Map<String, Object> bleu = new TreeMap<>();
    bleu.put("copy_bleu", translatedBy(source -> source, lowercase));
    bleu.put("dictionary_bleu", translatedBy(dictionary::translate, lowercase));
    return bleu;
  }

  private double translatedBy(Function<String, String> translator, boolean lowercase) {
    return sum(
            sentences.mapPartitions(
                it -> {
                  TranslationPart part = new TranslationPart(lowercase);
                  while (it.hasNext()) {
                    TranslationPart.Sentence sentence = it.next();
                    part.add(sentence, translator.call(sentence.source));
                  }
                  return List.of(part).iterator();
                }),
            lowercase)
        .bleu
        .score();
  }

  /** Merged in the order of partitions. */
  private static TranslationPart sum(JavaRDD<TranslationPart> parts, boolean lowercase) {
    TranslationPart sum = new TranslationPart(lowercase);
    parts.collect().forEach(sum::merge);
    return sum;
  }

  /** Translates and scores all sentences. */
  TranslationPart translate(float[] parameters, SearchConfig search, boolean lowercase) {
    spark.setJobDescription("translating");
    Broadcast<float[]> theta = spark.broadcast(parameters);
    Translator network = model;
    Tokenizer from = source;
    Tokenizer to = target;
    try {
      return sum(
          sentences.mapPartitions(
              it -> {
                List<TranslationPart.Sentence> own = new ArrayList<>();
                it.forEachRemaining(own::add);
                TranslationPart part = new TranslationPart(lowercase);
                part.add(own, new TextTranslator(network, theta.value(), from, to), search);
                return List.of(part).iterator();
              }),
          lowercase);
    } finally {
      theta.destroy();
    }
  }
}
