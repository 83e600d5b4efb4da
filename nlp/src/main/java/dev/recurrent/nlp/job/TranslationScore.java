package dev.recurrent.nlp.job;

import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.translation.SearchConfig;
import dev.recurrent.nlp.translation.TextTranslator;
import dev.recurrent.nlp.translation.Translator;
import dev.recurrent.nlp.translation.WordDictionary;
import dev.recurrent.spark.Judge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Translates sentences on the executors and scores them: BLEU as a validation's judge. */
final class TranslationScore implements Judge {
  private static final int SHOWN = 3;

  private final JavaSparkContext spark;
  private final JavaRDD<TranslationPart.Sentence> sentences;
  private final Translator model;
  private final Tokenizer source;
  private final Tokenizer target;
  private final Map<Long, List<TranslationPart.Sample>> samples = new TreeMap<>();

  TranslationScore(
      JavaSparkContext spark,
      JavaRDD<TranslationPart.Sentence> sentences,
      Translator model,
      Tokenizer source,
      Tokenizer target) {
    this.spark = spark;
    this.sentences = sentences;
    this.model = model;
    this.source = source;
    this.target = target;
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
    samples.put(round, all.samples.subList(0, Math.min(SHOWN, all.samples.size())));
    return all.bleu.score();
  }

  /** Translations shown at each validation of this process, by round. */
  Map<Long, List<TranslationPart.Sample>> samples() {
    return samples;
  }

  /** BLEU of what needs no network: every source as its own translation, and word by word. */
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
                part.add(own, new TextTranslator(network, theta.value(), from, to), search, SHOWN);
                return List.of(part).iterator();
              }),
          lowercase);
    } finally {
      theta.destroy();
    }
  }
}
