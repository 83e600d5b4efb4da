package dev.recurrent.spark.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.spark.table.UnusableInputException;
import dev.recurrent.train.SequenceModel;
import org.junit.jupiter.api.Test;

class SequenceMetricsTest {
  private static final float MASKED = Float.NaN;

  private static SequenceModel model(int outputs, Loss loss) {
    return SequenceModel.input(2).dense(outputs).loss(loss);
  }

  private static String refusal(SequenceMetric metric, SequenceModel model) {
    return assertThrows(IllegalArgumentException.class, () -> metric.requireFits(model))
        .getMessage();
  }

  @Test
  void accuracyAsksForProbabilities() {
    SequenceMetric accuracy = SequenceMetrics.accuracy();
    accuracy.requireFits(model(1, new BinaryCrossEntropy()));
    accuracy.requireFits(model(3, new BinaryCrossEntropy()));
    accuracy.requireFits(model(3, new SoftmaxCrossEntropy()));
    String message = refusal(accuracy, model(1, new SquaredError()));
    assertTrue(message.contains("accuracy needs probabilities"), message);
    assertTrue(message.contains("SquaredError"), message);
    assertTrue(refusal(accuracy, model(2, new AbsoluteError())).contains("AbsoluteError"));
  }

  @Test
  void accuracyOfSeveralLabelsCountsEach() {
    float[] outputs = {0.9f, 0.2f, 0.4f, 0.6f, 0.5f, 0.1f};
    float[] targets = {1, 0, 1, MASKED, 1, 1};
    double accuracy = SequenceMetrics.accuracy().value(new Predictions(outputs, 2, targets, 2));
    assertEquals(3 / 5.0, accuracy);
  }

  @Test
  void accuracyOfClassesTakesTheLikeliest() {
    float[] outputs = {0.2f, 0.5f, 0.3f, 0.6f, 0.3f, 0.1f};
    Predictions both = new Predictions(outputs, 3, new float[] {1, 2}, 1);
    assertEquals(0.5, SequenceMetrics.accuracy().value(both));
    Predictions one = new Predictions(new float[] {0.5f, 0.4f}, 1, new float[] {1, 1}, 1);
    assertEquals(0.5, SequenceMetrics.accuracy().value(one));
  }

  @Test
  void theAreaOfOneClassSaysWhatIsMissing() {
    Predictions positive = new Predictions(new float[] {0.5f, 0.4f}, 1, new float[] {1, 1}, 1);
    String message =
        assertThrows(UnusableInputException.class, () -> SequenceMetrics.auc().value(positive))
            .getMessage();
    assertTrue(message.contains("2 positive and 0 negative"), message);
    assertTrue(refusal(SequenceMetrics.auc(), model(3, new SoftmaxCrossEntropy())).contains("3"));
    SequenceMetrics.auc().requireFits(model(2, new SoftmaxCrossEntropy()));
  }

  @Test
  void theSquaredErrorLeavesOutMaskedTargetsAlone() {
    Predictions some =
        new Predictions(new float[] {5, 1, 2, 7}, 2, new float[] {MASKED, 3, 2, MASKED}, 2);
    assertEquals(2.0, SequenceMetrics.meanSquaredError().value(some));
    SequenceMetric error = SequenceMetrics.meanSquaredError();
    error.requireFits(model(2, new SquaredError()));
    assertTrue(refusal(error, model(2, new SoftmaxCrossEntropy())).contains("MSE"));
  }
}
