package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.math.Seed;
import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.table.UnusableInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Texts and labels on their way to a classifier: in two parts, with the labels of the first. The
 * driver holds counts and labels, never a text.
 */
public final class LabelledCorpus implements AutoCloseable {
  private static final int MOST_LABELS = 1000;

  /** So many labels are sentences or numbers of rows where most texts have one of their own. */
  private static final int MANY_LABELS = 20;

  private final List<TextTable> tables;
  private final JavaRDD<LabelledText> training;
  private final JavaRDD<LabelledText> validation;
  private final Map<String, Long> counts;
  private final String found;
  private final String fingerprint;

  private LabelledCorpus(
      List<TextTable> tables,
      JavaRDD<LabelledText> training,
      JavaRDD<LabelledText> validation,
      String found,
      String fingerprint) {
    this.tables = tables;
    this.training = training;
    this.validation = validation;
    this.found = found;
    this.fingerprint = fingerprint;
    List<Tuple2<String, Long>> some =
        training
            .mapToPair(t -> new Tuple2<>(t.label(), 1L))
            .reduceByKey(Long::sum)
            .take(MOST_LABELS + 1);
    if (some.size() > MOST_LABELS) {
      throw new UnusableInputException(
          "there are more than " + MOST_LABELS + " labels; check --label-column");
    }
    counts = new TreeMap<>(LabelledCorpus::compare);
    some.forEach(pair -> counts.put(pair._1(), pair._2()));
    if (counts.size() < 2) {
      throw new UnusableInputException(
          "the texts have one label only, " + counts.keySet() + ", expected two or more");
    }
    long texts = counts.values().stream().mapToLong(Long::longValue).sum();
    if (counts.size() > MANY_LABELS && 2L * counts.size() > texts) {
      throw new UnusableInputException(
          String.format(
              Locale.ROOT,
              "there are %,d labels for %,d texts to train on; check --label-column",
              counts.size(),
              texts));
    }
  }

  /** Numbers by their size, words by their letters, numbers before words. */
  private static int compare(String a, String b) {
    @Nullable Double x = number(a);
    @Nullable Double y = number(b);
    if (x != null && y != null) {
      int bySize = x.compareTo(y);
      return bySize != 0 ? bySize : a.compareTo(b);
    }
    return x != null ? -1 : y != null ? 1 : a.compareTo(b);
  }

  private static @Nullable Double number(String text) {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * Texts to train on, and those of another table to validate on.
   *
   * @throws UnusableInputException if there are fewer than two labels to train on, or too many
   */
  public static LabelledCorpus of(TextTable training, TextTable validation) {
    return new LabelledCorpus(
        List.of(training, validation),
        training.texts(),
        validation.texts(),
        training.found() + "; to validate on " + validation.found(),
        training.fingerprint() + "; " + validation.fingerprint());
  }

  /**
   * Holds out a share of the texts to validate on. Which ones depends on their text and the seed
   * alone: equal texts are never on both sides.
   *
   * @throws UnusableInputException if there are fewer than two labels to train on, or too many
   */
  public static LabelledCorpus split(TextTable all, double share, long seed) {
    JavaRDD<LabelledText> texts = all.texts();
    return new LabelledCorpus(
        List.of(all),
        texts.filter(t -> draw(t, seed) >= share),
        texts.filter(t -> draw(t, seed) < share),
        all.found(),
        all.fingerprint());
  }

  private static double draw(LabelledText text, long seed) {
    return Seed.unit(Seed.of(seed, 402, text.text().hashCode()));
  }

  /** Lets go of what it keeps on disks. */
  @Override
  public void close() {
    tables.forEach(TextTable::close);
  }

  /** Sorted. */
  public List<String> labels() {
    return List.copyOf(counts.keySet());
  }

  public Map<String, Long> counts() {
    return counts;
  }

  public long size() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Texts to train on with one of these labels. */
  public long size(List<String> known) {
    return known.stream().mapToLong(label -> counts.getOrDefault(label, 0L)).sum();
  }

  /** Tells the data of one run from those of another. */
  public String fingerprint() {
    return fingerprint;
  }

  /** What was read and left out. */
  public String found() {
    return found;
  }

  public JavaRDD<LabelledText> trainingTexts() {
    return training;
  }

  /**
   * The texts to validate on whose label training has seen.
   *
   * @throws UnusableInputException if there is none
   */
  public JavaRDD<LabelledText> validationTexts(List<String> labels) {
    JavaRDD<LabelledText> known = validation.filter(t -> labels.contains(t.label()));
    if (known.isEmpty()) {
      throw new UnusableInputException("no text to validate on has one of the labels " + labels);
    }
    return known;
  }

  /** Texts to validate on with a label that training has not seen: they are left out. */
  public long unseen(List<String> labels) {
    return validation.filter(t -> !labels.contains(t.label())).count();
  }

  /** Of these labels those that the texts to validate on carry, sorted. */
  public List<String> validationLabels(List<String> labels) {
    return validation
        .map(LabelledText::label)
        .filter(labels::contains)
        .distinct()
        .collect()
        .stream()
        .sorted(LabelledCorpus::compare)
        .toList();
  }

  /** Balanced: all labels together weigh the same; the mean weight of a text is 1. */
  public float[] weights(List<String> labels, boolean balanced) {
    float[] weights = new float[labels.size()];
    Arrays.fill(weights, 1f);
    for (int i = 0; balanced && i < weights.length; i++) {
      long own = counts.getOrDefault(labels.get(i), 0L);
      weights[i] = own == 0 ? 1f : (float) size() / (labels.size() * own);
    }
    return weights;
  }

  public int batchesPerEpoch(int shards, int batchSize, List<String> known) {
    return (int) Math.max(1, size(known) / ((long) shards * batchSize));
  }

  /**
   * The shards to train on: texts are dealt out by the seed and what they say.
   *
   * @param unlabelled more texts, without labels, or null
   */
  public ShardedData<LabelledBatch> shards(
      ClassifierConfig config,
      Tokenizer tokenizer,
      TextShards.Cut cut,
      @Nullable JavaRDD<LabelledText> unlabelled) {
    int perEpoch = batchesPerEpoch(cut.shards(), cut.batchSize(), config.labels());
    return new TextShards(config, tokenizer).training(training, unlabelled, cut, perEpoch);
  }

  /** The texts to validate on, in as many shards as their number asks for. */
  public JavaRDD<Shard<LabelledBatch>> validation(ClassifierConfig config, Tokenizer tokenizer) {
    return new TextShards(config, tokenizer).validation(validationTexts(config.labels()));
  }
}
