package dev.recurrent.nlp.sentiment.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nlp.sentiment.job.SentimentTrain;
import dev.recurrent.spark.job.OptionAgreement;
import dev.recurrent.spark.run.RunPlan;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassifierParamsTest {
  @Test
  void namesAndDefaultsAreThoseOfTheCommand() {
    OptionAgreement.check(
        new RecurrentTextClassifier(),
        new SentimentTrain(),
        Set.of("predictionCol", "predictedLabelCol", "probabilityCol"),
        Set.of(
            "input",
            "inputFormat",
            "format",
            "delimiter",
            "encoding",
            "noHeader",
            "overwrite",
            "validationInput",
            "validationInputTable",
            "validationInputQuery",
            "testInputTable",
            "testInputQuery",
            "embeddingsInputTable",
            "embeddingsInputQuery",
            "testInput",
            "embeddingsInput",
            "baseline",
            "layerRateDecay",
            "unfreeze",
            "combineBaseline",
            "languageModelWeight",
            "adversarial",
            "virtualAdversarial",
            "perturbation",
            "unlabelledInput",
            "unlabelledInputTable",
            "unlabelledInputQuery"));
  }

  @Test
  void theDefaultsOfTheLibraryAreThoseOfTheStage() {
    ClassifierParams params = new RecurrentTextClassifier().stageParams();
    assertEquals(
        params.training().settings(),
        TextClassifierTraining.of(ClassifierSettings.defaults(), RunPlan.defaults()).settings());
  }

  @Test
  void aValueThatCannotBeIsRefusedWhereItIsSet() {
    RecurrentTextClassifier classifier = new RecurrentTextClassifier();
    for (Runnable wrong :
        new Runnable[] {
          () -> classifier.setPooling("most"),
          () -> classifier.setValidationFraction(1),
          () -> classifier.setDropout(1f),
          () -> classifier.setCell("no.such.Cell"),
          () -> classifier.setOptimizer("no.such.Optimizer"),
          () -> classifier.setLocalSteps("few"),
          () -> classifier.setClassWeights("some"),
          () -> classifier.setEpochs(-1)
        }) {
      String said = assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
      assertTrue(said.contains("given invalid value"), said);
    }
  }

  @Test
  void formerNamesSetTheSameParameters() {
    RecurrentTextClassifier classifier = new RecurrentTextClassifier();
    classifier.setKeep("head").setVectors("word2vec").setMoments("reset");
    assertEquals("head", classifier.getOrDefault(classifier.truncate()));
    assertEquals("word2vec", classifier.getOrDefault(classifier.embeddings()));
    assertEquals("reset", classifier.getOrDefault(classifier.optimizerState()));
  }

  @Test
  void valuesThatDoNotGoTogetherAreNamedAsParameters() {
    RecurrentTextClassifier classifier =
        new RecurrentTextClassifier().setTokens("char").setEmbeddings("word2vec");
    String said =
        assertThrows(IllegalArgumentException.class, () -> classifier.stageParams().training())
            .getMessage();
    assertEquals("embeddings need tokens word, tokens are char", said);
  }
}
