package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.ml.Fitting;
import dev.recurrent.spark.ml.ModelFiles;
import dev.recurrent.spark.ml.StageFiles;
import dev.recurrent.timeseries.forecast.Forecaster;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
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
  private final FittedForecaster fitted;

  /**
   * Without a model. The server of Spark Connect looks for it when it lists the classes of stages,
   * and does not call it.
   */
  public RecurrentForecasterModel() {
    this(Identifiable.randomUID("recurrentForecaster"), ModelFiles.of(Map.of()));
  }

  RecurrentForecasterModel(String uid, ModelFiles files) {
    this(uid, new FittedForecaster(files));
  }

  private RecurrentForecasterModel(String uid, FittedForecaster fitted) {
    this.uid = uid;
    this.fitted = fitted;
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
    return fitted.forecaster();
  }

  /**
   * The bytes that the model takes in memory: its files and the parameters that are read from them.
   * The server of Spark Connect limits the models that it keeps by this.
   */
  @SuppressWarnings("MissingOverride") // Spark 3.5 does not have it.
  public long estimatedSize() {
    return 2 * fitted.files().bytes();
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

  /**
   * Forecasts, when somebody asks for rows.
   *
   * @throws IllegalArgumentException for a column that is not possible, and for a stream: a
   *     forecast needs all the rows of its series
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    Fitting.requireWhole(this, "transform", dataset);
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
    return copyValues(new RecurrentForecasterModel(uid, fitted), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return StageFiles.writer(this, fitted.files());
  }

  /** For pipelines, which find it by its name. */
  public static MLReader<RecurrentForecasterModel> read() {
    return StageFiles.reader(RecurrentForecasterModel::new);
  }

  public static RecurrentForecasterModel load(String path) {
    return read().load(path);
  }
}
