package dev.recurrent.nlp.sentiment.ml;

import dev.recurrent.spark.ml.TrainingStage;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;

/**
 * The options of {@code sentiment train} as parameters of a stage, and the columns that it adds.
 *
 * @param <S> the stage
 */
public interface ClassifierStage<S> extends TrainingStage<S> {
  default Param<String> textCol() {
    return options().get("textCol");
  }

  default S setTextCol(String value) {
    set(textCol(), value);
    return self();
  }

  default Param<String> labelCol() {
    return options().get("labelCol");
  }

  default S setLabelCol(String value) {
    set(labelCol(), value);
    return self();
  }

  default Param<String> predictionCol() {
    return options().get("predictionCol");
  }

  default S setPredictionCol(String value) {
    set(predictionCol(), value);
    return self();
  }

  default Param<String> predictedLabelCol() {
    return options().get("predictedLabelCol");
  }

  default S setPredictedLabelCol(String value) {
    set(predictedLabelCol(), value);
    return self();
  }

  default Param<String> probabilityCol() {
    return options().get("probabilityCol");
  }

  default S setProbabilityCol(String value) {
    set(probabilityCol(), value);
    return self();
  }

  default DoubleParam maxBadFraction() {
    return options().get("maxBadFraction");
  }

  default S setMaxBadFraction(double value) {
    set(maxBadFraction(), value);
    return self();
  }

  default DoubleParam validationFraction() {
    return options().get("validationFraction");
  }

  default S setValidationFraction(double value) {
    set(validationFraction(), value);
    return self();
  }

  default Param<String> tokens() {
    return options().get("tokens");
  }

  default S setTokens(String value) {
    set(tokens(), value);
    return self();
  }

  default IntParam vocabularySize() {
    return options().get("vocabularySize");
  }

  default S setVocabularySize(int value) {
    set(vocabularySize(), value);
    return self();
  }

  default IntParam maxLength() {
    return options().get("maxLength");
  }

  default S setMaxLength(int value) {
    set(maxLength(), value);
    return self();
  }

  default Param<String> truncate() {
    return options().get("truncate");
  }

  default S setTruncate(String value) {
    set(truncate(), value);
    return self();
  }

  default BooleanParam lowercase() {
    return options().get("lowercase");
  }

  default S setLowercase(boolean value) {
    set(lowercase(), value);
    return self();
  }

  default BooleanParam stripMarkup() {
    return options().get("stripMarkup");
  }

  default S setStripMarkup(boolean value) {
    set(stripMarkup(), value);
    return self();
  }

  default BooleanParam bidirectional() {
    return options().get("bidirectional");
  }

  default S setBidirectional(boolean value) {
    set(bidirectional(), value);
    return self();
  }

  default IntParam embeddingSize() {
    return options().get("embeddingSize");
  }

  default S setEmbeddingSize(int value) {
    set(embeddingSize(), value);
    return self();
  }

  default FloatParam embeddingDropout() {
    return options().get("embeddingDropout");
  }

  default S setEmbeddingDropout(float value) {
    set(embeddingDropout(), value);
    return self();
  }

  default FloatParam wordDropout() {
    return options().get("wordDropout");
  }

  default S setWordDropout(float value) {
    set(wordDropout(), value);
    return self();
  }

  default Param<String> pooling() {
    return options().get("pooling");
  }

  default S setPooling(String value) {
    set(pooling(), value);
    return self();
  }

  default Param<String> embeddings() {
    return options().get("embeddings");
  }

  default S setEmbeddings(String value) {
    set(embeddings(), value);
    return self();
  }

  default BooleanParam freeze() {
    return options().get("freeze");
  }

  default S setFreeze(boolean value) {
    set(freeze(), value);
    return self();
  }

  default Param<String> classWeights() {
    return options().get("classWeights");
  }

  default S setClassWeights(String value) {
    set(classWeights(), value);
    return self();
  }

  default BooleanParam baseline() {
    return options().get("baseline");
  }

  default S setBaseline(boolean value) {
    set(baseline(), value);
    return self();
  }
}
