package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.ml.Fitting;
import dev.recurrent.spark.ml.ModelFiles;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.timeseries.forecast.Forecaster;
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
 * Learns to forecast from a long table of series: {@code timeCol}, {@code targetCol}, and {@code
 * seriesCol} where there are several. {@link ForecasterTraining} trains on the executors. Without
 * {@code output} nothing is written.
 */
public final class RecurrentForecaster extends Estimator<RecurrentForecasterModel>
    implements ForecastingStage<RecurrentForecaster>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ForecastParams stageParams;

  public RecurrentForecaster() {
    this(Identifiable.randomUID("recurrentForecaster"));
  }

  public RecurrentForecaster(String uid) {
    this.uid = uid;
    stageParams = new ForecastParams(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ForecastParams stageParams() {
    return stageParams;
  }

  @Override
  public RecurrentForecaster self() {
    return this;
  }

  /**
   * Trains.
   *
   * @throws IllegalArgumentException for a parameter or a column that is not possible, with its
   *     name, and for a stream
   * @throws dev.recurrent.spark.table.UnusableInputException if times follow no rule, or series are
   *     too short
   * @throws IllegalStateException if a run lies in {@code output} and is not to be resumed, or had
   *     other settings or other data
   */
  @Override
  public RecurrentForecasterModel fit(Dataset<?> dataset) {
    Fitting.requireWhole(this, "fit", dataset);
    transformSchema(dataset.schema());
    Dataset<Row> table = dataset.toDF();
    ModelFiles files = Fitting.of(this, () -> trained(table));
    return copyValues(new RecurrentForecasterModel(uid, files), ParamMap.empty()).setParent(this);
  }

  private ModelFiles trained(Dataset<Row> table) throws IOException, InterruptedException {
    ForecasterTraining training = stageParams.training();
    String start = stageParams.initFrom();
    if (start != null) {
      var hadoop = table.sparkSession().sparkContext().hadoopConfiguration();
      training.startFrom(Forecaster.load(HadoopDirectory.at(start, hadoop).open()));
    }
    return ModelFiles.of(training.fit(table).files(Map.of("settings", training.settings())));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return RecurrentForecasterModel.transformed(this, schema);
  }

  @Override
  public RecurrentForecaster copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** For pipelines, which find it by its name. */
  public static MLReader<RecurrentForecaster> read() {
    return new DefaultParamsReader<>();
  }

  public static RecurrentForecaster load(String path) {
    return read().load(path);
  }
}
