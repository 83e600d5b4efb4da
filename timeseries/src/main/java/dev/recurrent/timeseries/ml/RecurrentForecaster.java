package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.ml.ModelFiles;
import dev.recurrent.spark.ml.OptionParams;
import dev.recurrent.timeseries.job.ForecastingTrain;
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
 * Learns to forecast from a long table of series: {@code timeCol}, {@code targetCol}, and {@code
 * seriesCol} where there are several. Training runs on the executors, as {@code forecasting train}
 * does, and every parameter is that command's option of the same name.
 */
public final class RecurrentForecaster extends Estimator<RecurrentForecasterModel>
    implements ForecastingStage<RecurrentForecaster>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  /** What --input says of a table that has no path. */
  private static final String NO_PATH = "DataFrame";

  private final String uid;
  private final transient OptionParams options;

  public RecurrentForecaster() {
    this(Identifiable.randomUID("recurrentForecaster"));
  }

  public RecurrentForecaster(String uid) {
    this.uid = uid;
    options = new OptionParams(this, new ForecastingTrain());
    options.setDefaults();
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
  public RecurrentForecaster self() {
    return this;
  }

  /**
   * Trains.
   *
   * @throws RuntimeException as the command line would say it: a column that is not there, a time
   *     that is none, series that are too short
   */
  @Override
  public RecurrentForecasterModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    Dataset<Row> table = dataset.toDF();
    List<String> arguments = new ArrayList<>(options.arguments(Set.of("output")));
    arguments.addAll(List.of("--input", NO_PATH));
    String place = isSet(output()) ? getOrDefault(output()) : "";
    ModelFiles files =
        ModelFiles.train(table.sparkSession(), new ForecastingTrain(table), arguments, place);
    return copyValues(new RecurrentForecasterModel(uid, files), ParamMap.empty()).setParent(this);
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
