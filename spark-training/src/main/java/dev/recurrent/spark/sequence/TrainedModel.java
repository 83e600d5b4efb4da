package dev.recurrent.spark.sequence;

import dev.recurrent.format.Json;
import dev.recurrent.format.JsonObject;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.predict.NextStep;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.spark.DeltaCodec;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A model of sequences and the columns it reads. Threads can share it. A service without Spark
 * loads the same directory with {@link SequencePredictor#load}.
 */
public final class TrainedModel {
  /** The column that {@link #transform} adds. */
  public static final String PREDICTION = "prediction";

  private static final String COLUMNS = "columns.json";
  private static final String ROWS = "rows";

  private final SequencePredictor predictor;
  private final SequenceColumns columns;

  TrainedModel(SequenceModel model, float[] parameters, SequenceColumns columns) {
    this(new SequencePredictor(model, parameters), columns.inputs());
  }

  private TrainedModel(SequencePredictor predictor, SequenceColumns columns) {
    this.predictor = predictor;
    this.columns = columns;
  }

  /**
   * Loads a saved model from any Hadoop path.
   *
   * @throws UnusableModelException if it is none, or is damaged
   * @throws IOException if the file system cannot be reached
   */
  public static TrainedModel load(String path) throws IOException {
    return load(HadoopDirectory.at(path, configuration()).open());
  }

  static TrainedModel load(ModelDirectory directory) {
    SequencePredictor predictor = SequencePredictor.load(directory);
    JsonObject columns =
        JsonObject.read(directory.file(COLUMNS), directory.where() + "/" + COLUMNS);
    return new TrainedModel(predictor, columns.as(SequenceColumns.class));
  }

  private static Configuration configuration() {
    return SparkSession.getDefaultSession().isDefined()
        ? SparkSession.getDefaultSession().get().sparkContext().hadoopConfiguration()
        : new Configuration();
  }

  /**
   * Saves the model to any Hadoop path: {@code model.json}, the parameters under PyTorch's names,
   * the columns, and the manifest last.
   *
   * @throws FileAlreadyExistsException if a model or a run lies there
   * @throws IOException if the directory cannot be written
   */
  public void save(String path) throws IOException {
    try (RunDirectory directory = RunDirectory.take(path, configuration())) {
      if (directory.finished() || directory.begun()) {
        throw new FileAlreadyExistsException(path);
      }
      directory.publish(files(Map.of()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + path);
    }
  }

  /**
   * The files of the model's directory but the manifest.
   *
   * @param more fields of {@code model.json}, such as "settings"
   */
  Map<String, byte[]> files(Map<String, ?> more) {
    Map<String, byte[]> files = new LinkedHashMap<>(predictor.files(more));
    files.put(COLUMNS, Json.document(columns));
    return files;
  }

  /** Those of {@link #files} that do not change while a run goes on. */
  Map<String, byte[]> description(Map<String, ?> more) {
    Map<String, byte[]> files = files(more);
    files.remove(ParameterFile.NAME);
    return files;
  }

  /** The network. */
  public SequenceModel model() {
    return predictor.model();
  }

  /** In the order of the model's layout; not a copy. */
  public float[] parameters() {
    return predictor.parameters();
  }

  /**
   * The prediction for one sequence: one row, or a row for each step. The values are probabilities
   * if the loss is one of probabilities.
   */
  public float[][] predict(Sequence sequence) {
    return predictor.predict(sequence);
  }

  /**
   * Writes a sequence step by step; see {@link SequencePredictor#generate}.
   *
   * @throws IllegalArgumentException if the model reads from the end or gives one row for a whole
   *     sequence
   */
  public float[][] generate(
      Sequence start, int length, Function<float[], @Nullable Sequence> next) {
    return predictor.generate(start, length, next);
  }

  /**
   * Predictions for a table with the columns that the model was trained on; labels are not needed.
   * Lazy: nothing is computed before the result is used.
   *
   * @return a row for each sequence: its name in the type it has, and {@link #PREDICTION}: a double
   *     where the model has one output a sequence, else an array of floats, or an array of such
   *     arrays where it answers each step, in the steps' order
   * @throws UnusableInputException naming a column that is not there
   */
  public Dataset<Row> transform(Dataset<Row> table) {
    return answers(table, SequencePredictor::predict);
  }

  /**
   * Sequences that the model writes step by step, one for each sequence of a table. The table's
   * rows are the first steps, often one row that marks the start; an encoder reads the sequence's
   * source. Lazy, as {@link #transform}.
   *
   * @param length most rows to write for a sequence
   * @param next makes the next step of a row; {@link NextStep#likeliestToken} and {@link
   *     NextStep#likeliestOneHot} are greedy decoding
   * @return as of {@link #transform}, with the rows of {@link SequencePredictor#generate}
   * @throws UnusableInputException naming a column that is not there
   * @throws IllegalArgumentException if the model reads from the end or gives one row for a whole
   *     sequence
   */
  public Dataset<Row> generate(Dataset<Row> table, int length, NextStep next) {
    model().requireContinuable();
    return answers(
        table,
        (predictor, starts) ->
            starts.stream().map(start -> predictor.generate(start, length, next)).toList());
  }

  private Dataset<Row> answers(Dataset<Row> table, PredictedRows.Answers answers) {
    requireNoClash(columns);
    Dataset<Row> selected = columns.select(table);
    // By place: a name may have dots and backticks in it, or stand there twice.
    String[] places = new String[selected.columns().length];
    Arrays.setAll(places, i -> "c" + i);
    Column[] rest = Arrays.stream(places).skip(1).map(functions::col).toArray(Column[]::new);
    Dataset<Row> grouped =
        selected
            .toDF(places)
            .groupBy(functions.col(places[0]))
            .agg(functions.collect_list(functions.struct(rest)).as(ROWS));
    StructType result =
        new StructType()
            .add(columns.sequence(), selected.schema().fields()[0].dataType())
            .add(PREDICTION, predictionType());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext());
    Broadcast<byte[]> theta = spark.broadcast(DeltaCodec.bytes(parameters()));
    SequenceModel model = model();
    SequenceColumns own = columns;
    return grouped.mapPartitions(
        (org.apache.spark.api.java.function.MapPartitionsFunction<Row, Row>)
            rows ->
                new PredictedRows(
                    new SequencePredictor(model, DeltaCodec.floats(theta.value())),
                    own,
                    answers,
                    rows),
        Encoders.row(result));
  }

  /**
   * @throws UnusableInputException if the column that names sequences has the name of {@link
   *     #PREDICTION}
   */
  static void requireNoClash(SequenceColumns columns) {
    if (columns.sequence().equalsIgnoreCase(PREDICTION)) {
      throw UnusableInputException.usage(
          "the column of sequences is \""
              + columns.sequence()
              + "\", as predictions are; rename it");
    }
  }

  private DataType predictionType() {
    boolean eachStep = model().output().eachStep();
    DataType row = DataTypes.createArrayType(DataTypes.FloatType, false);
    if (eachStep) {
      return DataTypes.createArrayType(row, false);
    }
    return model().output().columns() == 1 ? DataTypes.DoubleType : row;
  }

  @Override
  public String toString() {
    List<String> names = new ArrayList<>(columns.names());
    return model().kind() + " of " + model().layout().size() + " parameters, reads " + names;
  }
}
