package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.sentiment.job.SentimentTrain;
import dev.recurrent.spark.ml.ModelFiles;
import dev.recurrent.spark.ml.OptionParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Learns to tell the label of a text: {@code textCol} and {@code labelCol}, whose labels are words
 * or numbers. Training runs on the executors, as {@code sentiment train} does, and never collects
 * the data; every parameter is that command's option of the same name.
 */
public final class RecurrentTextClassifier extends Estimator<RecurrentTextClassifierModel>
    implements ClassifierStage<RecurrentTextClassifier>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  /** What --input says of a table that has no path. */
  private static final String NO_PATH = "DataFrame";

  private final String uid;
  private final transient OptionParams options;

  public RecurrentTextClassifier() {
    this(Identifiable.randomUID("recurrentTextClassifier"));
  }

  public RecurrentTextClassifier(String uid) {
    this.uid = uid;
    options = params(this);
    options.setDefaults();
    // A pipeline has an evaluator of its own: the bag of words is for who asks.
    setDefault(baseline(), false);
  }

  static OptionParams params(ClassifierStage<?> stage) {
    return new OptionParams(stage, new SentimentTrain())
        .with("predictionCol", "Column of the label told: its number, or place.", "prediction")
        .with("predictedLabelCol", "Column of the label told, as a word.", "predictedLabel")
        .with("probabilityCol", "Column of all labels' probabilities.", "probability");
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public OptionParams options() {
    return options;
  }

  @Override
  public RecurrentTextClassifier self() {
    return this;
  }

  /**
   * Trains.
   *
   * @throws RuntimeException as the command line would say it: a column that is not there, one
   *     label only, too many rows without text
   */
  @Override
  public RecurrentTextClassifierModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Dataset<Row> table = dataset.toDF();
    List<String> arguments = new ArrayList<>(options.arguments(Set.of("output", "baseline")));
    arguments.addAll(List.of("--input", NO_PATH));
    arguments.addAll(List.of("--baseline", String.valueOf(getOrDefault(baseline()))));
    String place = isSet(output()) ? getOrDefault(output()) : "";
    ModelFiles files =
        ModelFiles.train(table.sparkSession(), new SentimentTrain(table), arguments, place);
    return copyValues(new RecurrentTextClassifierModel(uid, files), ParamMap.empty())
        .setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    RecurrentTextClassifierModel.require(this, labelCol(), schema);
    return RecurrentTextClassifierModel.transformed(this, schema);
  }

  @Override
  public RecurrentTextClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** For pipelines, which find it by its name. */
  public static MLReader<RecurrentTextClassifier> read() {
    return new DefaultParamsReader<>();
  }

  public static RecurrentTextClassifier load(String path) {
    return read().load(path);
  }
}
