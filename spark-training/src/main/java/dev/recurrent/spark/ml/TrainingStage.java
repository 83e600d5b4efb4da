package dev.recurrent.spark.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The options that every train action has, as parameters of a stage.
 *
 * @param <S> the stage
 */
public interface TrainingStage<S> extends Params {
  /** All parameters by name. */
  OptionParams options();

  /** This stage, for setters in a chain. */
  S self();

  default Param<String> output() {
    return options().get("output");
  }

  default S setOutput(String value) {
    set(output(), value);
    return self();
  }

  default Param<String> initFrom() {
    return options().get("initFrom");
  }

  default S setInitFrom(String value) {
    set(initFrom(), value);
    return self();
  }

  default Param<String> cell() {
    return options().get("cell");
  }

  default S setCell(String value) {
    set(cell(), value);
    return self();
  }

  default IntParam layers() {
    return options().get("layers");
  }

  default S setLayers(int value) {
    set(layers(), value);
    return self();
  }

  default IntParam hiddenSize() {
    return options().get("hiddenSize");
  }

  default S setHiddenSize(int value) {
    set(hiddenSize(), value);
    return self();
  }

  default FloatParam dropout() {
    return options().get("dropout");
  }

  default S setDropout(float value) {
    set(dropout(), value);
    return self();
  }

  default IntParam batchSize() {
    return options().get("batchSize");
  }

  default S setBatchSize(int value) {
    set(batchSize(), value);
    return self();
  }

  default Param<String> optimizer() {
    return options().get("optimizer");
  }

  default S setOptimizer(String value) {
    set(optimizer(), value);
    return self();
  }

  default FloatParam learningRate() {
    return options().get("learningRate");
  }

  default S setLearningRate(float value) {
    set(learningRate(), value);
    return self();
  }

  default Param<String> schedule() {
    return options().get("schedule");
  }

  default S setSchedule(String value) {
    set(schedule(), value);
    return self();
  }

  default LongParam warmup() {
    return options().get("warmup");
  }

  default S setWarmup(long value) {
    set(warmup(), value);
    return self();
  }

  default DoubleParam clipNorm() {
    return options().get("clipNorm");
  }

  default S setClipNorm(double value) {
    set(clipNorm(), value);
    return self();
  }

  default IntParam epochs() {
    return options().get("epochs");
  }

  default S setEpochs(int value) {
    set(epochs(), value);
    return self();
  }

  default LongParam rounds() {
    return options().get("rounds");
  }

  default S setRounds(long value) {
    set(rounds(), value);
    return self();
  }

  default DoubleParam maxMinutes() {
    return options().get("maxMinutes");
  }

  default S setMaxMinutes(double value) {
    set(maxMinutes(), value);
    return self();
  }

  default IntParam patience() {
    return options().get("patience");
  }

  default S setPatience(int value) {
    set(patience(), value);
    return self();
  }

  default LongParam seed() {
    return options().get("seed");
  }

  default S setSeed(long value) {
    set(seed(), value);
    return self();
  }

  default IntParam shards() {
    return options().get("shards");
  }

  default S setShards(int value) {
    set(shards(), value);
    return self();
  }

  default Param<String> localSteps() {
    return options().get("localSteps");
  }

  default S setLocalSteps(String value) {
    set(localSteps(), value);
    return self();
  }

  default Param<String> strategy() {
    return options().get("strategy");
  }

  default S setStrategy(String value) {
    set(strategy(), value);
    return self();
  }

  default Param<String> optimizerState() {
    return options().get("optimizerState");
  }

  default S setOptimizerState(String value) {
    set(optimizerState(), value);
    return self();
  }
}
