package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.ml.TrainingStage;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters about the table of a forecaster, and their setters.
 *
 * @param <S> the stage
 */
public interface ForecastTableStage<S> extends TrainingStage<S> {
  @Override
  ForecastParams stageParams();

  default Param<String> timeCol() {
    return stageParams().timeCol;
  }

  default S setTimeCol(String value) {
    set(timeCol(), value);
    return self();
  }

  default Param<String> targetCol() {
    return stageParams().targetCol;
  }

  default S setTargetCol(String value) {
    set(targetCol(), value);
    return self();
  }

  default Param<String> seriesCol() {
    return stageParams().seriesCol;
  }

  default S setSeriesCol(String value) {
    set(seriesCol(), value);
    return self();
  }

  default StringArrayParam covariates() {
    return stageParams().covariates;
  }

  default S setCovariates(String... value) {
    set(covariates(), value);
    return self();
  }

  default StringArrayParam pastCovariates() {
    return stageParams().pastCovariates;
  }

  default S setPastCovariates(String... value) {
    set(pastCovariates(), value);
    return self();
  }

  default StringArrayParam staticCovariates() {
    return stageParams().staticCovariates;
  }

  default S setStaticCovariates(String... value) {
    set(staticCovariates(), value);
    return self();
  }

  default StringArrayParam categories() {
    return stageParams().categories;
  }

  default S setCategories(String... value) {
    set(categories(), value);
    return self();
  }

  default Param<String> frequency() {
    return stageParams().frequency;
  }

  default S setFrequency(String value) {
    set(frequency(), value);
    return self();
  }

  default Param<String> holidays() {
    return stageParams().holidays;
  }

  default S setHolidays(String value) {
    set(holidays(), value);
    return self();
  }

  default Param<String> timeFormat() {
    return stageParams().timeFormat;
  }

  default S setTimeFormat(String value) {
    set(timeFormat(), value);
    return self();
  }

  default Param<String> timeZone() {
    return stageParams().timeZone;
  }

  default S setTimeZone(String value) {
    set(timeZone(), value);
    return self();
  }

  default Param<String> missing() {
    return stageParams().missing;
  }

  default S setMissing(String value) {
    set(missing(), value);
    return self();
  }

  default DoubleParam maxBadFraction() {
    return stageParams().maxBadFraction;
  }

  default S setMaxBadFraction(double value) {
    set(maxBadFraction(), value);
    return self();
  }

  default DoubleParam badSeries() {
    return stageParams().badSeries;
  }

  default S setBadSeries(double value) {
    set(badSeries(), value);
    return self();
  }

  default IntParam trainRows() {
    return stageParams().trainRows;
  }

  default S setTrainRows(int value) {
    set(trainRows(), value);
    return self();
  }

  default IntParam validationRows() {
    return stageParams().validationRows;
  }

  default S setValidationRows(int value) {
    set(validationRows(), value);
    return self();
  }
}
