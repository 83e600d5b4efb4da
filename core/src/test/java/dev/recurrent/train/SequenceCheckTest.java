package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.CellType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {
  private static SequenceModel model(int outputs, Loss loss) {
    return SequenceModel.input(2)
        .andEmbedding(5, 3)
        .recurrent(CellType.GRU, 3)
        .pool(Pooling.LAST)
        .dense(outputs)
        .loss(loss);
  }

  private static Sequence sequence() {
    return Sequence.of(new float[] {1, 2}, new float[] {3, 4}).withTokens(0, 4);
  }

  private static String refusal(SequenceModel model, Sequence sequence) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> new SequenceCheck(model).require(sequence, "sequence \"7\""))
        .getMessage();
  }

  @Test
  void aSequenceThatTheModelCannotReadIsNamed() {
    SequenceModel model = model(1, new SquaredError());
    assertDoesNotThrow(() -> new SequenceCheck(model).require(sequence(), "it"));
    assertEquals(
        "sequence \"7\" has 1 features a step, the model reads 2",
        refusal(model, Sequence.of(new float[] {1}, new float[] {2}).withTokens(1, 2)));
    assertEquals(
        "sequence \"7\" has 0 features a step, the model reads 2",
        refusal(model, Sequence.ofTokens(1, 2)));
    assertTrue(
        refusal(model, Sequence.of(new float[] {1, 2})).startsWith("sequence \"7\" has no tokens"));
    assertTrue(
        refusal(model, sequence().withTokens(1, 5)).contains("token is 5, expected 0 to below 5"));
    assertTrue(refusal(model, sequence().withTokens(-1, 0)).contains("token is -1"));
    assertTrue(refusal(model, sequence().withTarget(1, 2)).contains("has 2 targets, expected 1"));
  }

  @Test
  void targetsThatALossCannotReadAreRefused() {
    SequenceModel binary = model(2, new BinaryCrossEntropy());
    for (float target : new float[] {0, 1, 0.25f, Float.NaN}) {
      new SequenceCheck(binary).require(sequence().withTarget(1, target), "it");
    }
    for (float target : new float[] {2, -1, 1.01f, Float.POSITIVE_INFINITY}) {
      String message = refusal(binary, sequence().withTarget(1, target));
      assertTrue(message.startsWith("sequence \"7\": target is " + target), message);
    }
    SequenceModel classes = model(3, new SoftmaxCrossEntropy());
    new SequenceCheck(classes).require(sequence().withTarget(2), "it");
    assertEquals(
        "sequence \"7\": target is -1, expected the number of a class, 0 to below 3",
        refusal(classes, sequence().withTarget(-1)));
    String oneHot = refusal(classes, sequence().withTarget(0, 1, 0));
    assertTrue(
        oneHot.endsWith("give the number of the class, not a row of zeros and a one"), oneHot);
    assertTrue(refusal(classes, sequence().withTarget(3)).contains("target is 3, expected"));
    assertTrue(refusal(classes, sequence().withTarget(0.5f)).contains("target is 0.5, expected"));
    SequenceModel regression = model(1, new SquaredError());
    new SequenceCheck(regression).require(sequence().withTarget(-1e30f), "it");
    assertTrue(
        refusal(regression, sequence().withTarget(Float.NEGATIVE_INFINITY)).contains("-Infinity"));
  }

  @Test
  void aBatchNamesTheSequenceByItsPlace() {
    SequenceModel model = model(1, new BinaryCrossEntropy());
    List<Sequence> two = List.of(sequence().withTarget(1), sequence().withTarget(2));
    String message =
        assertThrows(IllegalArgumentException.class, () -> SequenceBatch.of(model, two))
            .getMessage();
    assertTrue(message.startsWith("sequence 1: target is 2.0"), message);
  }

  @Test
  void aBatchWithoutTargetsHasNoLoss() {
    SequenceModel model = model(1, new BinaryCrossEntropy());
    float[] parameters = new float[model.layout().size()];
    SequenceBatch batch = SequenceBatch.of(model, List.of(sequence()));
    assertEquals(0, batch.targets());
    BoundSequenceModel bound = model.bind(parameters, new float[parameters.length]);
    bound.parametersChanged();
    String message =
        assertThrows(IllegalArgumentException.class, () -> bound.loss(batch)).getMessage();
    assertTrue(message.startsWith("the batch has no targets"), message);
  }
}
