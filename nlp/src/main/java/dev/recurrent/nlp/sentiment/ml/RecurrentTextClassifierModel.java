package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.nlp.sentiment.TextClassifier;
import dev.recurrent.spark.ml.Fitting;
import dev.recurrent.spark.ml.ModelFiles;
import dev.recurrent.spark.ml.StageFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted {@link RecurrentTextClassifier}. {@code transform} adds the predicted label as a number
 * (the label itself where all are numbers, else its place), as a word, and all labels'
 * probabilities in the order of {@link #labels}; it is lazy and works on streams.
 */
public final class RecurrentTextClassifierModel extends Model<RecurrentTextClassifierModel>
    implements ClassifierStage<RecurrentTextClassifierModel>, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ClassifierParams stageParams;
  private final FittedClassifier fitted;

  /**
   * Without a model. The server of Spark Connect looks for it when it lists the classes of stages,
   * and does not call it.
   */
  public RecurrentTextClassifierModel() {
    this(Identifiable.randomUID("recurrentTextClassifier"), ModelFiles.of(Map.of()));
  }

  RecurrentTextClassifierModel(String uid, ModelFiles files) {
    this(uid, new FittedClassifier(files));
  }

  private RecurrentTextClassifierModel(String uid, FittedClassifier fitted) {
    this.uid = uid;
    this.fitted = fitted;
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
  public RecurrentTextClassifierModel self() {
    return this;
  }

  /** To classify one text after another without Spark. */
  public TextClassifier classifier() {
    return fitted.classifier();
  }

  /**
   * The bytes that the model takes in memory: its files and the parameters that are read from them.
   * The server of Spark Connect limits the models that it keeps by this.
   */
  @SuppressWarnings("MissingOverride") // Spark 3.5 does not have it.
  public long estimatedSize() {
    return 2 * fitted.files().bytes();
  }

  public List<String> labels() {
    return classifier().model().config().labels();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    SharedClassifier shared = fitted.shared(dataset.sparkSession());
    int text = dataset.schema().fieldIndex(getOrDefault(textCol()));
    double[] numbers = ClassifiedRows.numbers(labels());
    MapPartitionsFunction<Row, Row> classify =
        rows -> ClassifiedRows.of(rows, text, numbers, shared.get());
    return dataset.toDF().mapPartitions(classify, Encoders.row(schema));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return transformed(this, schema);
  }

  static StructType transformed(ClassifierStage<?> stage, StructType schema) {
    String text = stage.getOrDefault(stage.textCol());
    Fitting.requireColumn(stage.textCol(), text, schema);
    DataType type = schema.apply(text).dataType();
    if (!type.equals(DataTypes.StringType)) {
      throw new IllegalArgumentException(
          "textCol: column \"" + text + "\" holds " + type.simpleString() + ", expected string");
    }
    StructType with = added(schema, stage, stage.predictionCol(), DataTypes.DoubleType);
    with = added(with, stage, stage.predictedLabelCol(), DataTypes.StringType);
    return added(with, stage, stage.probabilityCol(), SQLDataTypes.VectorType());
  }

  /** Spark compares the names of columns without regard to case. */
  private static StructType added(
      StructType schema, ClassifierStage<?> stage, Param<String> column, DataType type) {
    String name = stage.getOrDefault(column);
    if (Arrays.stream(schema.fieldNames()).anyMatch(name::equalsIgnoreCase)) {
      throw new IllegalArgumentException(
          column.name() + ": there is a column \"" + name + "\" already; choose another name");
    }
    return schema.add(name, type);
  }

  @Override
  public RecurrentTextClassifierModel copy(ParamMap extra) {
    return copyValues(new RecurrentTextClassifierModel(uid, fitted), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return StageFiles.writer(this, fitted.files());
  }

  /** For pipelines, which find it by its name. */
  public static MLReader<RecurrentTextClassifierModel> read() {
    return StageFiles.reader(RecurrentTextClassifierModel::new);
  }

  public static RecurrentTextClassifierModel load(String path) {
    return read().load(path);
  }
}
