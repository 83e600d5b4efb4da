package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.ml.TrainingStage;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The options of {@code forecasting train} as parameters of a stage.
 *
 * @param <S> the stage
 */
public interface ForecastingStage<S> extends TrainingStage<S> {
  default Param<String> timeCol() {
    return options().get("timeCol");
  }

  default S setTimeCol(String value) {
    set(timeCol(), value);
    return self();
  }

  default Param<String> targetCol() {
    return options().get("targetCol");
  }

  default S setTargetCol(String value) {
    set(targetCol(), value);
    return self();
  }

  default Param<String> seriesCol() {
    return options().get("seriesCol");
  }

  default S setSeriesCol(String value) {
    set(seriesCol(), value);
    return self();
  }

  default StringArrayParam covariates() {
    return options().get("covariates");
  }

  default S setCovariates(String... value) {
    set(covariates(), value);
    return self();
  }

  default StringArrayParam pastCovariates() {
    return options().get("pastCovariates");
  }

  default S setPastCovariates(String... value) {
    set(pastCovariates(), value);
    return self();
  }

  default StringArrayParam staticCovariates() {
    return options().get("staticCovariates");
  }

  default S setStaticCovariates(String... value) {
    set(staticCovariates(), value);
    return self();
  }

  default Param<String> frequency() {
    return options().get("frequency");
  }

  default S setFrequency(String value) {
    set(frequency(), value);
    return self();
  }

  default Param<String> holidays() {
    return options().get("holidays");
  }

  default S setHolidays(String value) {
    set(holidays(), value);
    return self();
  }

  default Param<String> timeFormat() {
    return options().get("timeFormat");
  }

  default S setTimeFormat(String value) {
    set(timeFormat(), value);
    return self();
  }

  default Param<String> timeZone() {
    return options().get("timeZone");
  }

  default S setTimeZone(String value) {
    set(timeZone(), value);
    return self();
  }

  default Param<String> missing() {
    return options().get("missing");
  }

  default S setMissing(String value) {
    set(missing(), value);
    return self();
  }

  default DoubleParam badSeries() {
    return options().get("badSeries");
  }

  default S setBadSeries(double value) {
    set(badSeries(), value);
    return self();
  }

  default Param<String> architecture() {
    return options().get("architecture");
  }

  default S setArchitecture(String value) {
    set(architecture(), value);
    return self();
  }

  default Param<String> distribution() {
    return options().get("distribution");
  }

  default S setDistribution(String value) {
    set(distribution(), value);
    return self();
  }

  default IntParam contextLength() {
    return options().get("contextLength");
  }

  default S setContextLength(int value) {
    set(contextLength(), value);
    return self();
  }

  default IntParam horizon() {
    return options().get("horizon");
  }

  default S setHorizon(int value) {
    set(horizon(), value);
    return self();
  }

  default IntParam season() {
    return options().get("season");
  }

  default S setSeason(int value) {
    set(season(), value);
    return self();
  }

  default StringArrayParam lags() {
    return options().get("lags");
  }

  default S setLags(String... value) {
    set(lags(), value);
    return self();
  }

  default BooleanParam calendar() {
    return options().get("calendar");
  }

  default S setCalendar(boolean value) {
    set(calendar(), value);
    return self();
  }

  default Param<String> scaling() {
    return options().get("scaling");
  }

  default S setScaling(String value) {
    set(scaling(), value);
    return self();
  }

  default Param<String> residual() {
    return options().get("residual");
  }

  default S setResidual(String value) {
    set(residual(), value);
    return self();
  }

  default IntParam trainRows() {
    return options().get("trainRows");
  }

  default S setTrainRows(int value) {
    set(trainRows(), value);
    return self();
  }

  default IntParam validationRows() {
    return options().get("validationRows");
  }

  default S setValidationRows(int value) {
    set(validationRows(), value);
    return self();
  }
}
