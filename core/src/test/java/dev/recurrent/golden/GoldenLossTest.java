package dev.recurrent.golden;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses and their gradients, with masked targets. */
class GoldenLossTest {
  @ParameterizedTest
  @ValueSource(strings = {"plain", "smoothed"})
  void crossEntropyEqualsPyTorch(String kind) throws IOException {
    Golden golden = Golden.read("cross-entropy");
    Matrix logits = golden.in("logits").matrix(golden.integer("rows"), golden.integer("classes"));
    Matrix overwritten = Matrix.zeros(logits.rows, logits.columns);
    overwritten.copyFrom(logits);
    int[] targets = golden.in("targets").integers();
    Golden expected = golden.in(kind);
    SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy((float) expected.number("smoothing"));
    golden.in("plain").in("loss").requireEqual(criterion.loss(overwritten, targets));
    expected.in("loss").requireEqual(criterion.lossAndGradient(logits, targets));
    expected.in("gradient").requireEqual(logits);
  }

  @Test
  void squaredErrorEqualsPyTorch() throws IOException {
    requireEqual("squared", new SquaredError());
  }

  @Test
  void absoluteErrorEqualsPyTorch() throws IOException {
    requireEqual("absolute", new AbsoluteError());
  }

  @Test
  void huberEqualsPyTorch() throws IOException {
    requireEqual("huber", new Huber(Golden.read("regression").number("huberDelta")));
  }

  private static void requireEqual(String name, Loss loss) throws IOException {
    Golden golden = Golden.read("regression");
    int rows = golden.integer("rows");
    int columns = golden.integer("columns");
    Matrix predictions = golden.in("predictions").matrix(rows, columns);
    Matrix targets = golden.in("targets").matrix(rows, columns);
    int[] counts = golden.in("counts").integers();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        targets.data[i] = Float.NaN;
      }
    }
    double actual = loss.lossAndGradient(predictions, targets, null);
    golden.in(name).in("loss").requireEqual(actual);
    golden.in(name).in("gradient").requireEqual(predictions);
  }
}
