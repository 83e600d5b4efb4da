package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.ml.Fitting;
import dev.recurrent.spark.ml.ModelFiles;
import dev.recurrent.spark.ml.StageFiles;
import dev.recurrent.timeseries.forecast.Forecaster;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A fitted {@link RecurrentForecaster}. {@code transform} takes a long table of series. Rows
 * without a target at the end hold the known covariates of the horizon. The result has a row for
 * each series and step: the columns of series and time, {@code prediction}, and {@code q10} to
 * {@code q90}.
 */
public final class RecurrentForecasterModel extends Model<RecurrentForecasterModel>
    implements ForecastingStage<RecurrentForecasterModel>, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final ForecastParams stageParams;
  private final ModelFiles files;
  private transient @Nullable Forecaster forecaster;

  RecurrentForecasterModel(String uid, ModelFiles files) {
    this.uid = uid;
    this.files = files;
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
  public RecurrentForecasterModel self() {
    return this;
  }

  /** To forecast one series after another without Spark. */
  public Forecaster forecaster() {
    if (forecaster == null) {
      forecaster = Forecaster.load(files.open());
    }
    return forecaster;
  }

  private LazyForecast lazy() {
    return new LazyForecast(
            forecaster().model().config().window(),
            getOrDefault(timeCol()),
            getOrDefault(targetCol()),
            series(this),
            text(missing()))
        .times(text(timeFormat()), text(timeZone()))
        .frequency(text(frequency()));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    return lazy().of(dataset.toDF(), forecaster());
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return transformed(this, schema);
  }

  private @Nullable String text(Param<String> param) {
    return isDefined(param) ? getOrDefault(param) : null;
  }

  private static @Nullable String series(ForecastingStage<?> stage) {
    return stage.isDefined(stage.seriesCol()) ? stage.getOrDefault(stage.seriesCol()) : null;
  }

  /**
   * The schema of the forecasts of a table.
   *
   * @throws IllegalArgumentException naming the column that is not there
   */
  static StructType transformed(ForecastingStage<?> stage, StructType schema) {
    for (Param<String> column : List.of(stage.timeCol(), stage.targetCol(), stage.seriesCol())) {
      if (!stage.isDefined(column)) {
        if (column != stage.seriesCol()) {
          throw new IllegalArgumentException(column.name() + " is not set");
        }
        continue;
      }
      for (String name : stage.getOrDefault(column).split(",", 2)) {
        Fitting.requireColumn(column, name.trim(), schema);
      }
    }
    return LazyForecast.schema(schema, stage.getOrDefault(stage.timeCol()), series(stage));
  }

  @Override
  public RecurrentForecasterModel copy(ParamMap extra) {
    return copyValues(new RecurrentForecasterModel(uid, files), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return StageFiles.writer(this, files);
  }

  /** For pipelines, which find it by its name. */
  public static MLReader<RecurrentForecasterModel> read() {
    return StageFiles.reader(RecurrentForecasterModel::new);
  }

  public static RecurrentForecasterModel load(String path) {
    return read().load(path);
  }
}
