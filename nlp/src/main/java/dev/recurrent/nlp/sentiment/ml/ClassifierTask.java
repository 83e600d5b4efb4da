package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.corpus.VocabularyCount;
import dev.recurrent.nlp.corpus.WordVectorFile;
import dev.recurrent.nlp.sentiment.ClassifierConfig;
import dev.recurrent.nlp.sentiment.ClassifierModel;
import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nlp.text.PretrainedLayers;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.spark.table.OneLine;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;

/**
 * A network and the texts it is to learn from: all that a run of a classifier needs, whether a
 * program or a command starts it.
 */
public final class ClassifierTask implements AutoCloseable {
  private final LabelledCorpus corpus;
  private final ClassifierSettings settings;
  private final RunPlan plan;
  private final Start start;
  private final ProgressListener listener;
  private final Tokenizer tokenizer;
  private final ClassifierModel model;
  private final List<JavaRDD<?>> kept = new ArrayList<>();
  private @Nullable ShardedData<LabelledBatch> training;
  private @Nullable JavaRDD<Shard<LabelledBatch>> held;
  private final @Nullable StartingVectors vectors;

  /**
   * What the network begins from, where it is not fresh: another run or a trained classifier.
   *
   * @param config sizes, labels and form; null for those of the settings
   * @param tokenizer null to learn one
   * @param parameters null for fresh ones
   * @param layers of a language model, null without one
   */
  public record Start(
      @Nullable ClassifierConfig config,
      @Nullable Tokenizer tokenizer,
      float @Nullable [] parameters,
      @Nullable PretrainedLayers layers) {
    /** Nothing: all is made from the settings and the texts. */
    public static Start fresh() {
      return new Start(null, null, null, null);
    }

    /** Whether the network's vocabulary and embedding are made here. */
    boolean isFresh() {
      return tokenizer == null;
    }

    /** A language model's vocabulary, embedding and recurrent layers; the rest is fresh. */
    public static Start from(PretrainedLayers layers) {
      return new Start(null, layers.tokenizer(), null, layers);
    }

    /** The sizes and the vocabulary of a run that goes on. */
    public static Start resumed(ClassifierConfig config, Tokenizer tokenizer) {
      return new Start(config, tokenizer, null, null);
    }

    /** A trained classifier, with the dropouts of the settings. */
    public static Start from(TextClassifier trained, ClassifierSettings settings) {
      return new Start(
          settings.network().regularised(trained.model().config()),
          trained.tokenizer(),
          trained.parameters(),
          null);
    }
  }

  private ClassifierTask(
      LabelledCorpus corpus,
      ClassifierSettings settings,
      RunPlan plan,
      Start start,
      OtherVectors others,
      @Nullable StartingVectors vectors,
      ProgressListener listener)
      throws IOException {
    this.corpus = corpus;
    this.settings = settings;
    this.plan = plan;
    this.start = start;
    this.vectors = vectors;
    this.listener = listener;
    tokenizer = start.tokenizer() == null ? learned() : start.tokenizer();
    int vocabulary = tokenizer.vocabulary().size();
    PretrainedLayers layers = start.layers();
    ClassifierSettings.Network network =
        layers == null ? settings.network() : settings.network().over(layers);
    if (start.config() != null) {
      model = new ClassifierModel(start.config());
      return;
    }
    ClassifierConfig config =
        network.config(
            corpus.labels(),
            vocabulary,
            settings.form().reading(layers != null && layers.backward()));
    if (keepsVectors(others)) {
      config = config.withFrozenEmbedding();
    }
    model = new ClassifierModel(layers == null ? config : config.withScaling());
  }

  private boolean keepsVectors(OtherVectors others) {
    boolean kept = others.kept() && vectors != null && vectors.coverTexts();
    if (kept) {
      note("there are few texts: the word vectors are not trained (--freeze false trains them)");
    }
    return kept;
  }

  /**
   * Learns the vocabulary, unless the start brings one, and makes the network.
   *
   * @param plan whose number of shards is known
   * @throws IllegalArgumentException for sizes that cannot be
   * @throws UnusableInputException if no text has a label that the network knows
   * @throws IOException if a file of word vectors cannot be read
   */
  public static ClassifierTask of(
      LabelledCorpus corpus,
      ClassifierSettings settings,
      RunPlan plan,
      Start start,
      OtherVectors others,
      Configuration hadoop,
      ProgressListener listener)
      throws IOException {
    StartingVectors vectors =
        start.isFresh() ? StartingVectors.of(settings, others.more(), hadoop, listener) : null;
    ClassifierTask task =
        new ClassifierTask(corpus, settings, plan, start, others, vectors, listener);
    task.announce();
    return task;
  }

  private Tokenizer learned() throws IOException {
    var form = settings.form();
    JavaRDD<String> texts = corpus.trainingTexts().map(LabelledText::text);
    try (var learning = listener.begin("learning the vocabulary")) {
      return vectors != null
          ? vectors.vocabulary(texts)
          : VocabularyCount.learn(
              texts.map(form::clean), settings.tokens(), settings.vocabularySize());
    }
  }

  private void note(String pattern, Object... values) {
    listener.note(String.format(Locale.ROOT, pattern, values));
  }

  private void shared(String pattern, Object... values) {
    listener.shared(String.format(Locale.ROOT, pattern, values));
  }

  /** Of training and validation, the texts whose labels the network does not have are left out. */
  private void announce() {
    List<String> labels = model.config().labels();
    shared("texts: %s", corpus.found());
    note(
        "labels: %s; vocabulary %,d (%s)",
        OneLine.of(String.valueOf(corpus.counts())),
        tokenizer.vocabulary().size(),
        tokenizer.kind().label());
    long foreign = corpus.size() - corpus.size(labels);
    if (foreign == corpus.size()) {
      throw new UnusableInputException(
          "no text to train on has one of the labels of the model to start from, " + labels);
    }
    if (foreign > 0) {
      shared("left out of the texts to train on, with no label of the start's: %,d", foreign);
    }
    long unseen = corpus.unseen(labels);
    if (unseen > 0) {
      shared("left out of those to validate on, with a label that training has not: %,d", unseen);
    }
    List<String> held = corpus.validationLabels(labels);
    if (held.size() == 1) {
      shared(
          "all texts to validate on have the label %s: the accuracy says nothing; validate on all"
              + " labels",
          OneLine.of(held.get(0)));
    }
  }

  public ClassifierModel model() {
    return model;
  }

  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** H, batches that a shard trains on in a round. */
  public int localSteps() {
    int batch = plan.cut().batchSize();
    // Texts are cut at the most tokens, and half of that long on average.
    int targets = batch * Math.max(1, settings.form().maxLength() / 2);
    int perEpoch = corpus.batchesPerEpoch(plan.cut().shards(), batch, model.config().labels());
    return plan.localSteps(model.layout().size(), targets, perEpoch);
  }

  /**
   * The shards to train on.
   *
   * @param unlabelled more texts, without labels, or null
   */
  public ShardedData<LabelledBatch> shards(@Nullable JavaRDD<LabelledText> unlabelled) {
    float[] weights = corpus.weights(model.config().labels(), settings.balanced());
    ShardedData<LabelledBatch> data =
        corpus.shards(
            model.config(),
            tokenizer,
            new TextShards.Cut(
                plan.cut().shards(),
                plan.cut().batchSize(),
                localSteps(),
                plan.training().seed(),
                weights),
            unlabelled);
    kept.add(data.partitions());
    training = data;
    return data;
  }

  /** The texts to validate on. */
  public JavaRDD<Shard<LabelledBatch>> validation() {
    JavaRDD<Shard<LabelledBatch>> texts = corpus.validation(model.config(), tokenizer);
    kept.add(texts);
    held = texts;
    return texts;
  }

  /** Lets go of the shards that it keeps on disks; the corpus stays. */
  @Override
  public void close() {
    kept.forEach(JavaRDD::unpersist);
  }

  /**
   * Where the network begins: a model's parameters, word vectors, or null for a random start. Above
   * a language model's layers the output layer is fitted to the texts: call {@link #shards} and
   * {@link #validation} before.
   *
   * @throws IOException if a file of word vectors cannot be read
   */
  public float @Nullable [] parameters() throws IOException {
    PretrainedLayers layers = start.layers();
    if (layers == null && vectors == null) {
      return start.parameters();
    }
    long seed = plan.training().seed();
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, seed);
    if (layers != null) {
      model.start(parameters, layers);
      fitOutput(parameters);
    } else if (vectors != null) {
      Matrix weight = model.layout().view(parameters, "embedding.weight");
      JavaRDD<String> texts = corpus.trainingTexts().map(LabelledText::text);
      vectors.write(texts, tokenizer, weight, plan.cut().shards(), seed);
    }
    return parameters;
  }

  private void fitOutput(float[] parameters) {
    var texts = Objects.requireNonNull(training, "parameters before shards").partitions();
    var others = Objects.requireNonNull(held, "parameters before validation");
    double loss;
    try (var fitting = listener.begin("fitting the output layer")) {
      loss = OutputFit.fit(model, parameters, texts, others);
    }
    note("the output layer alone has a validation loss of %.4f: the start of the training", loss);
  }

  /** What a file of word vectors gave to {@link #parameters}, or null without one. */
  public WordVectorFile.@Nullable Coverage coverage() {
    return vectors == null ? null : vectors.coverage();
  }
}
