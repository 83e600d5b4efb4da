package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.spark.ml.Fitting;
import dev.recurrent.spark.ml.ModelFiles;
import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.util.Map;
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
 * Learns to predict the label of a text: {@code textCol} and {@code labelCol}, whose labels are
 * words or numbers. {@link TextClassifierTraining} trains on the executors and never collects the
 * data. Without {@code output} nothing is written.
 */
public final class RecurrentTextClassifier extends Estimator<RecurrentTextClassifierModel>
    implements ClassifierStage<RecurrentTextClassifier>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ClassifierParams stageParams;

  public RecurrentTextClassifier() {
    this(Identifiable.randomUID("recurrentTextClassifier"));
  }

  public RecurrentTextClassifier(String uid) {
    this.uid = uid;
    stageParams = new ClassifierParams(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ClassifierParams stageParams() {
    return stageParams;
  }

  @Override
  public RecurrentTextClassifier self() {
    return this;
  }

  /**
   * Trains.
   *
   * @throws IllegalArgumentException for a parameter or a column that is not possible, with its
   *     name, and for a stream
   * @throws dev.recurrent.spark.table.UnusableInputException if there is one label only, or too
   *     many rows are without text
   * @throws IllegalStateException if a run lies in {@code output} and is not to be resumed, or had
   *     other settings or other data
   */
  @Override
  public RecurrentTextClassifierModel fit(Dataset<?> dataset) {
    Fitting.requireWhole(this, "fit", dataset);
    transformSchema(dataset.schema());
    Dataset<Row> table = dataset.toDF();
    ModelFiles files = Fitting.of(this, () -> trained(table));
    return copyValues(new RecurrentTextClassifierModel(uid, files), ParamMap.empty())
        .setParent(this);
  }

  private ModelFiles trained(Dataset<Row> table) throws IOException, InterruptedException {
    TextClassifierTraining training = stageParams.training();
    String start = stageParams.initFrom();
    if (start != null) {
      var hadoop = table.sparkSession().sparkContext().hadoopConfiguration();
      training.startFrom(TextClassifier.load(HadoopDirectory.at(start, hadoop).open()));
    }
    return ModelFiles.of(training.fit(table).files(Map.of("settings", training.settings())));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Fitting.requireColumn(labelCol(), getOrDefault(labelCol()), schema);
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
