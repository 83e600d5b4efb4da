package dev.recurrent.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.recurrent.math.Kernels;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.testing.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgesTest {
  @ParameterizedTest
  @ValueSource(ints = {3, -2})
  void classesOutsideTheVocabularyAreRefused(int target) {
    Matrix logits = Matrix.zeros(2, 3);
    SoftmaxCrossEntropy criterion = new SoftmaxCrossEntropy(0f);
    int[] targets = {target, 0};
    assertThrows(IllegalArgumentException.class, () -> criterion.loss(logits, targets));
    assertThrows(IllegalArgumentException.class, () -> criterion.lossAndGradient(logits, targets));
  }

  private static RecurrentLayer layer(float[] gradient) {
    Cell cell = CellType.RNN.cell(2, 3);
    ParameterLayout layout = cell.layout();
    RecurrentLayer layer =
        new RecurrentLayer(
            cell,
            Parameters.of(layout, new float[layout.size()], gradient),
            "",
            RecurrentLayer.Direction.FORWARD);
    layer.pack();
    return layer;
  }

  @Test
  void lengthsThatDoNotFitAreRefused() {
    RecurrentLayer layer = layer(new float[18]);
    Matrix x = Numbers.matrix(4, 2, 1);
    for (int[] lengths : new int[][] {{2}, {2, 3}, {2, -1}}) {
      assertThrows(IllegalArgumentException.class, () -> layer.forward(x, 2, lengths, null));
    }
  }

  @Test
  void aProductOverNothingIsZero() {
    Matrix c = Numbers.matrix(2, 2, 1);
    Kernels.multiply(Matrix.zeros(2, 0), Matrix.zeros(0, 2), c, 0f);
    assertEquals(0f, c.get(1, 1));
  }

  @Test
  void rowsWhoseEndOverflowsAreRefused() {
    Matrix m = Matrix.zeros(4, 5);
    assertThrows(IllegalArgumentException.class, () -> m.rows(1, Integer.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> m.columns(1, Integer.MAX_VALUE));
  }

  @Test
  void negativeSizesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Matrix.zeros(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> ParameterLayout.empty().with("a", -1, 5));
    assertThrows(IllegalArgumentException.class, () -> new Dropout(1f, Dropout.Kind.EACH_STEP));
  }
}
