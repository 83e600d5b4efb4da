package dev.recurrent.timeseries.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters of a forecaster and their setters.
 *
 * @param <S> the stage
 */
public interface ForecastingStage<S> extends ForecastTableStage<S> {
  default FloatParam dropout() {
    return stageParams().dropout;
  }

  default S setDropout(float value) {
    set(dropout(), value);
    return self();
  }

  default Param<String> shortContexts() {
    return stageParams().shortContexts;
  }

  default S setShortContexts(String value) {
    set(shortContexts(), value);
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
}
