package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.spark.ml.TrainingStage;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/**
 * The parameters of a classifier of texts and their setters, and the columns that it adds.
 *
 * @param <S> the stage
 */
public interface ClassifierStage<S> extends TrainingStage<S> {
  @Override
  ClassifierParams stageParams();

  default Param<String> textCol() {
    return stageParams().textCol;
  }

  default S setTextCol(String value) {
    set(textCol(), value);
    return self();
  }

  default Param<String> labelCol() {
    return stageParams().labelCol;
  }

  default S setLabelCol(String value) {
    set(labelCol(), value);
    return self();
  }

  default Param<String> predictionCol() {
    return stageParams().predictionCol;
  }

  default S setPredictionCol(String value) {
    set(predictionCol(), value);
    return self();
  }

  default Param<String> predictedLabelCol() {
    return stageParams().predictedLabelCol;
  }

  default S setPredictedLabelCol(String value) {
    set(predictedLabelCol(), value);
    return self();
  }

  default Param<String> probabilityCol() {
    return stageParams().probabilityCol;
  }

  default S setProbabilityCol(String value) {
    set(probabilityCol(), value);
    return self();
  }

  default DoubleParam maxBadFraction() {
    return stageParams().maxBadFraction;
  }

  default S setMaxBadFraction(double value) {
    set(maxBadFraction(), value);
    return self();
  }

  default DoubleParam validationFraction() {
    return stageParams().validationFraction;
  }

  default S setValidationFraction(double value) {
    set(validationFraction(), value);
    return self();
  }

  default Param<String> tokens() {
    return stageParams().tokens;
  }

  default S setTokens(String value) {
    set(tokens(), value);
    return self();
  }

  default IntParam vocabularySize() {
    return stageParams().vocabularySize;
  }

  default S setVocabularySize(int value) {
    set(vocabularySize(), value);
    return self();
  }

  default IntParam maxLength() {
    return stageParams().maxLength;
  }

  default S setMaxLength(int value) {
    set(maxLength(), value);
    return self();
  }

  default Param<String> truncate() {
    return stageParams().truncate;
  }

  default S setTruncate(String value) {
    set(truncate(), value);
    return self();
  }

  default BooleanParam lowercase() {
    return stageParams().lowercase;
  }

  default S setLowercase(boolean value) {
    set(lowercase(), value);
    return self();
  }

  default BooleanParam stripMarkup() {
    return stageParams().stripMarkup;
  }

  default S setStripMarkup(boolean value) {
    set(stripMarkup(), value);
    return self();
  }

  default BooleanParam bidirectional() {
    return stageParams().bidirectional;
  }

  default S setBidirectional(boolean value) {
    set(bidirectional(), value);
    return self();
  }

  default IntParam embeddingSize() {
    return stageParams().embeddingSize;
  }

  default S setEmbeddingSize(int value) {
    set(embeddingSize(), value);
    return self();
  }

  default FloatParam dropout() {
    return stageParams().dropout;
  }

  default S setDropout(float value) {
    set(dropout(), value);
    return self();
  }

  default FloatParam embeddingDropout() {
    return stageParams().embeddingDropout;
  }

  default S setEmbeddingDropout(float value) {
    set(embeddingDropout(), value);
    return self();
  }

  default FloatParam wordDropout() {
    return stageParams().wordDropout;
  }

  default S setWordDropout(float value) {
    set(wordDropout(), value);
    return self();
  }

  default Param<String> pooling() {
    return stageParams().pooling;
  }

  default S setPooling(String value) {
    set(pooling(), value);
    return self();
  }

  default Param<String> embeddings() {
    return stageParams().embeddings;
  }

  default S setEmbeddings(String value) {
    set(embeddings(), value);
    return self();
  }

  default BooleanParam freeze() {
    return stageParams().freeze;
  }

  default S setFreeze(boolean value) {
    set(freeze(), value);
    return self();
  }

  default Param<String> classWeights() {
    return stageParams().classWeights;
  }

  default S setClassWeights(String value) {
    set(classWeights(), value);
    return self();
  }

  default IntParam average() {
    return stageParams().average;
  }

  default S setAverage(int value) {
    set(average(), value);
    return self();
  }

  /**
   * The former name of {@link #setTruncate}.
   *
   * @deprecated use the new name
   */
  @Deprecated
  default S setKeep(String value) {
    return setTruncate(value);
  }

  /**
   * The former name of {@link #setEmbeddings}.
   *
   * @deprecated use the new name
   */
  @Deprecated
  default S setVectors(String value) {
    return setEmbeddings(value);
  }
}
