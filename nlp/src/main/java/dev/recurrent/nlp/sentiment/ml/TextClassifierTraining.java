package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.sentiment.LabelledBatch;
import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.spark.Shard;
import dev.recurrent.spark.ShardedData;
import dev.recurrent.spark.run.Checkpoint;
import dev.recurrent.spark.run.CheckpointAverage;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.run.RunPlan;
import dev.recurrent.spark.run.RunStorage;
import dev.recurrent.spark.run.TrainingResult;
import dev.recurrent.spark.run.TrainingRun;
import dev.recurrent.spark.table.InputTable;
import dev.recurrent.train.AdamW;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Trains a classifier on a table of texts and labels.
 *
 * <pre>{@code
 * TextClassifier classifier =
 *     TextClassifierTraining.of(ClassifierSettings.defaults(), RunPlan.defaults())
 *         .columns("review", "stars")
 *         .directory("hdfs:///runs/reviews").resumeIfBegun()
 *         .fit(reviews);
 * }</pre>
 *
 * <p>The same settings and texts give the same bits on any number of executors with equal
 * processors. Without a directory nothing is written, and nothing is printed. Each setting returns
 * this object; it is not to be shared by threads.
 */
public final class TextClassifierTraining {
  private final ClassifierSettings settings;
  private final RunPlan plan;
  private TextColumns columns = TextColumns.labelled("text", "label");
  private double validationFraction = 0.1;
  private double maxBadFraction = 0.01;
  private int average = 1;
  private @Nullable TextClassifier start;
  private @Nullable String directory;
  private boolean resume;
  private ProgressListener listener = ProgressListener.NONE;

  private TextClassifierTraining(ClassifierSettings settings, RunPlan plan) {
    this.settings = settings;
    this.plan = plan;
  }

  /**
   * Training with the defaults of the command line where the settings say nothing.
   *
   * @throws IllegalArgumentException for settings that are not possible
   */
  public static TextClassifierTraining of(ClassifierSettings settings, RunPlan plan) {
    return new TextClassifierTraining(settings.requireValid(), plan.requireValid());
  }

  /** The columns of texts and of labels; "text" and "label" unless given. */
  public TextClassifierTraining columns(String text, String label) {
    columns = TextColumns.labelled(text, label);
    return this;
  }

  /**
   * The share of the texts to validate on; 0.1 unless given. What a text says and the seed decide.
   *
   * @throws IllegalArgumentException unless the share is above 0 and below 1
   */
  public TextClassifierTraining validationFraction(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "validation fraction is " + share + ", expected above 0 and below 1");
    }
    validationFraction = share;
    return this;
  }

  /** The share of rows without text or label that are left out; 0.01 unless given. */
  public TextClassifierTraining maxBadFraction(double share) {
    maxBadFraction = share;
    return this;
  }

  /** Takes the mean of the best so many validations' parameters, where it is no worse. */
  public TextClassifierTraining average(int validations) {
    average = validations;
    return this;
  }

  /**
   * Starts from a trained classifier: its weights, sizes, labels and vocabulary.
   *
   * @throws IllegalArgumentException if the settings name word vectors: the start brings its own;
   *     or if it is an ensemble: start from one of its members
   */
  public TextClassifierTraining startFrom(TextClassifier trained) {
    EnsembleLayout.requireOne(trained.members());
    if (settings.vectors() != null) {
      throw new IllegalArgumentException(
          "embeddings cannot be given with a trained classifier: it has its own");
    }
    start = trained;
    return this;
  }

  /** A directory for checkpoints and, at the end, the model, on any Hadoop path. */
  public TextClassifierTraining directory(String path) {
    directory = path;
    return this;
  }

  /** Continues from the newest checkpoint, if there is one; a finished run is loaded. */
  public TextClassifierTraining resumeIfBegun() {
    resume = true;
    return this;
  }

  /** Hears how the training goes on. */
  public TextClassifierTraining listener(ProgressListener other) {
    listener = other;
    return this;
  }

  /** What decides the result, by name; {@code model.json} keeps it. */
  public Map<String, String> settings() {
    return settings(plan);
  }

  private Map<String, String> settings(RunPlan run) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("text-column", columns.text());
    all.put("label-column", String.valueOf(columns.label()));
    all.put("validation-fraction", String.valueOf(validationFraction));
    all.put("max-bad-fraction", String.valueOf(maxBadFraction));
    all.put("average", String.valueOf(average));
    all.putAll(settings.describe());
    all.putAll(run.describe());
    return all;
  }

  /**
   * Trains to the end; parameters are those of the best validation by accuracy.
   *
   * @throws IllegalArgumentException for settings that do not go together
   * @throws dev.recurrent.spark.table.UnusableInputException for a column that is not there, fewer
   *     than two labels, or too many rows without text
   * @throws IllegalStateException if a run lies in the directory and is not to be resumed, or had
   *     other settings or other data
   * @throws IOException if the directory cannot be written
   */
  public TextClassifier fit(Dataset<Row> table) throws IOException, InterruptedException {
    requireFits();
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext());
    try (RunStorage storage = RunStorage.open(directory, spark.hadoopConfiguration(), resume)) {
      storage.requireSameSettings(settings());
      InputTable named = InputTable.of(table, "the table");
      TextTable texts = TextTable.read(named, columns, maxBadFraction);
      try (LabelledCorpus corpus =
          LabelledCorpus.split(texts, validationFraction, plan.training().seed())) {
        if (storage.finished()) {
          storage.requireSameData(corpus.fingerprint());
          return TextClassifier.load(storage.model());
        }
        return fit(spark, corpus, storage);
      }
    }
  }

  private void requireFits() {
    boolean frozen = settings.network().frozen();
    if (frozen && start == null && settings.vectors() == null) {
      throw new IllegalArgumentException(
          "freeze needs embeddings or a trained classifier to start from; give one of them");
    }
    if (frozen && plan.training().optimizer() instanceof AdamW) {
      throw new IllegalArgumentException(
          "freeze cannot be used with optimizer adamw: its weight decay changes the embedding");
    }
  }

  private TextClassifier fit(JavaSparkContext spark, LabelledCorpus corpus, RunStorage storage)
      throws IOException {
    RunPlan sized = storage.sized(plan, spark, listener);
    Map<String, Object> more = Map.of("settings", settings(sized), "data", corpus.fingerprint());
    try (ClassifierTask task =
        ClassifierTask.of(
            corpus,
            settings,
            sized,
            begin(),
            OtherVectors.none(),
            spark.hadoopConfiguration(),
            listener)) {
      return fit(spark, task, sized, storage, more);
    }
  }

  /**
   * @param more of the model's description
   */
  private TextClassifier fit(
      JavaSparkContext spark,
      ClassifierTask task,
      RunPlan sized,
      RunStorage storage,
      Map<String, Object> more)
      throws IOException {
    ShardedData<LabelledBatch> data = task.shards(null);
    JavaRDD<Shard<LabelledBatch>> held = task.validation();
    AccuracyMetric metric = new AccuracyMetric(spark, task.model(), held);
    TrainingRun<LabelledBatch> run =
        new TrainingRun<>(
                spark,
                task.model(),
                sized.settings(data.shards(), task.localSteps(), data.batchesPerEpoch()),
                data,
                held)
            .selectBy(metric, average);
    Checkpoint fresh =
        Checkpoint.fresh(
            task.model(),
            run.settings(),
            task.parameters(),
            TextClassifier.description(task.model(), task.tokenizer(), more));
    TrainingResult result = storage.train(run, task.model(), fresh, listener);
    CheckpointAverage best = CheckpointAverage.of(result, metric);
    if (!best.said().isEmpty()) {
      listener.note(best.said());
    }
    Temperature temperature = Temperature.fit(spark, task.model(), best.parameters(), held);
    float[] scaled = temperature.scaled(task.model(), best.parameters());
    TextClassifier trained = new TextClassifier(task.model(), scaled, task.tokenizer());
    Map<String, Object> published = new LinkedHashMap<>(more);
    published.put("result", Map.of("temperature", temperature.toMap()));
    storage.publish(trained.files(published), result);
    return trained;
  }

  private ClassifierTask.Start begin() {
    return start == null
        ? ClassifierTask.Start.fresh()
        : ClassifierTask.Start.from(start, settings);
  }
}
