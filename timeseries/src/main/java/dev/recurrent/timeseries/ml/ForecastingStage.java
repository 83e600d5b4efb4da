package dev.recurrent.timeseries.ml;

import dev.recurrent.spark.ml.TrainingStage;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters of a forecaster and their setters.
 *
 * @param <S> the stage
 */
public interface ForecastingStage<S> extends TrainingStage<S> {
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

  default Param<String> shortContexts() {
    return stageParams().shortContexts;
  }

  default S setShortContexts(String value) {
    set(shortContexts(), value);
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

  default IntParam segmentLength() {
    return stageParams().segmentLength;
  }

  default S setSegmentLength(int value) {
    set(segmentLength(), value);
    return self();
  }

  default Param<String> seriesEmbedding() {
    return stageParams().seriesEmbedding;
  }

  default S setSeriesEmbedding(String value) {
    set(seriesEmbedding(), value);
    return self();
  }

  default Param<String> windowWeights() {
    return stageParams().windowWeights;
  }

  default S setWindowWeights(String value) {
    set(windowWeights(), value);
    return self();
  }

  default Param<String> architecture() {
    return stageParams().architecture;
  }

  default S setArchitecture(String value) {
    set(architecture(), value);
    return self();
  }

  default Param<String> distribution() {
    return stageParams().distribution;
  }

  default S setDistribution(String value) {
    set(distribution(), value);
    return self();
  }

  default IntParam contextLength() {
    return stageParams().contextLength;
  }

  default S setContextLength(int value) {
    set(contextLength(), value);
    return self();
  }

  default IntParam horizon() {
    return stageParams().horizon;
  }

  default S setHorizon(int value) {
    set(horizon(), value);
    return self();
  }

  default IntParam season() {
    return stageParams().season;
  }

  default S setSeason(int value) {
    set(season(), value);
    return self();
  }

  default StringArrayParam lags() {
    return stageParams().lags;
  }

  default S setLags(String... value) {
    set(lags(), value);
    return self();
  }

  default BooleanParam calendar() {
    return stageParams().calendar;
  }

  default S setCalendar(boolean value) {
    set(calendar(), value);
    return self();
  }

  default Param<String> scaling() {
    return stageParams().scaling;
  }

  default S setScaling(String value) {
    set(scaling(), value);
    return self();
  }

  default Param<String> residual() {
    return stageParams().residual;
  }

  default S setResidual(String value) {
    set(residual(), value);
    return self();
  }

  default Param<String> intervals() {
    return stageParams().intervals;
  }

  default S setIntervals(String value) {
    set(intervals(), value);
    return self();
  }

  default BooleanParam nonNegative() {
    return stageParams().nonNegative;
  }

  default S setNonNegative(boolean value) {
    set(nonNegative(), value);
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
