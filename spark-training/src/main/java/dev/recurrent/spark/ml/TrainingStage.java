package dev.recurrent.spark.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The parameters that every stage which trains has, and their setters.
 *
 * @param <S> the stage
 */
public interface TrainingStage<S> extends Params {
  /** The parameters, with their checks and defaults. */
  RunParams stageParams();

  /** This stage, for setters in a chain. */
  S self();

  default Param<String> output() {
    return stageParams().output;
  }

  default S setOutput(String value) {
    set(output(), value);
    return self();
  }

  default BooleanParam resume() {
    return stageParams().resume;
  }

  default S setResume(boolean value) {
    set(resume(), value);
    return self();
  }

  default Param<String> initFrom() {
    return stageParams().initFrom;
  }

  default S setInitFrom(String value) {
    set(initFrom(), value);
    return self();
  }

  default Param<String> cell() {
    return stageParams().cell;
  }

  default S setCell(String value) {
    set(cell(), value);
    return self();
  }

  default IntParam layers() {
    return stageParams().layers;
  }

  default S setLayers(int value) {
    set(layers(), value);
    return self();
  }

  default IntParam hiddenSize() {
    return stageParams().hiddenSize;
  }

  default S setHiddenSize(int value) {
    set(hiddenSize(), value);
    return self();
  }

  default IntParam batchSize() {
    return stageParams().batchSize;
  }

  default S setBatchSize(int value) {
    set(batchSize(), value);
    return self();
  }

  default Param<String> optimizer() {
    return stageParams().optimizer;
  }

  default S setOptimizer(String value) {
    set(optimizer(), value);
    return self();
  }

  default FloatParam beta2() {
    return stageParams().beta2;
  }

  default S setBeta2(float value) {
    set(beta2(), value);
    return self();
  }

  default FloatParam learningRate() {
    return stageParams().learningRate;
  }

  default S setLearningRate(float value) {
    set(learningRate(), value);
    return self();
  }

  default Param<String> schedule() {
    return stageParams().schedule;
  }

  default S setSchedule(String value) {
    set(schedule(), value);
    return self();
  }

  default LongParam warmup() {
    return stageParams().warmup;
  }

  default S setWarmup(long value) {
    set(warmup(), value);
    return self();
  }

  default DoubleParam clipNorm() {
    return stageParams().clipNorm;
  }

  default S setClipNorm(double value) {
    set(clipNorm(), value);
    return self();
  }

  default DoubleParam clipValue() {
    return stageParams().clipValue;
  }

  default S setClipValue(double value) {
    set(clipValue(), value);
    return self();
  }

  default IntParam epochs() {
    return stageParams().epochs;
  }

  default S setEpochs(int value) {
    set(epochs(), value);
    return self();
  }

  default LongParam rounds() {
    return stageParams().rounds;
  }

  default S setRounds(long value) {
    set(rounds(), value);
    return self();
  }

  default DoubleParam maxMinutes() {
    return stageParams().maxMinutes;
  }

  default S setMaxMinutes(double value) {
    set(maxMinutes(), value);
    return self();
  }

  default IntParam patience() {
    return stageParams().patience;
  }

  default S setPatience(int value) {
    set(patience(), value);
    return self();
  }

  default IntParam evaluateEvery() {
    return stageParams().evaluateEvery;
  }

  default S setEvaluateEvery(int value) {
    set(evaluateEvery(), value);
    return self();
  }

  default LongParam seed() {
    return stageParams().seed;
  }

  default S setSeed(long value) {
    set(seed(), value);
    return self();
  }

  default IntParam shards() {
    return stageParams().shards;
  }

  default S setShards(int value) {
    set(shards(), value);
    return self();
  }

  default Param<String> localSteps() {
    return stageParams().localSteps;
  }

  default S setLocalSteps(String value) {
    set(localSteps(), value);
    return self();
  }

  default Param<String> strategy() {
    return stageParams().strategy;
  }

  default S setStrategy(String value) {
    set(strategy(), value);
    return self();
  }

  default Param<String> optimizerState() {
    return stageParams().optimizerState;
  }

  default S setOptimizerState(String value) {
    set(optimizerState(), value);
    return self();
  }

  /**
   * The former name of {@link #setOptimizerState}.
   *
   * @deprecated use the new name
   */
  @Deprecated
  default S setMoments(String value) {
    return setOptimizerState(value);
  }
}
