package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.cell.CellState;
import dev.recurrent.nn.cell.CellStep;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.cell.RecurrentWeights;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.testing.StackModel;
import dev.recurrent.train.GradientCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells that live outside of the library are cells like all others. */
class OwnCellTest {
  private static final double LIMIT = 1e-3;

  /** A cell that says a gate size that is no multiple of its hidden size. */
  public record Uneven(int inputSize, int hiddenSize) implements Cell {
    @Override
    public int gateSize() {
      return hiddenSize + 1;
    }

    @Override
    public void forward(RecurrentWeights weights, CellStep step) {}

    @Override
    public void backward(
        RecurrentWeights weights, CellStep step, CellState dNext, CellState dPrevious) {}
  }

  static Stream<RecurrentConfig> stacks() {
    return Stream.of(
        RecurrentConfig.of(PeepholeLstm::new, 3, 5, 1),
        RecurrentConfig.of(PeepholeLstm::new, 3, 5, 2).bidirectional());
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void gradientEqualsDifferencesWhereLengthsDiffer(RecurrentConfig config) {
    StackModel model = new StackModel(config, 5, 3);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 11);
    GradientCheck.errors(model, parameters, model.weights(new int[] {3, 5, 1}, 21), 31)
        .forEach((name, error) -> assertTrue(error < LIMIT, () -> name + " misses by " + error));
  }

  @Test
  void anOwnParameterHasPyTorchsSuffix() {
    RecurrentConfig config = RecurrentConfig.of(PeepholeLstm::new, 3, 5, 2).bidirectional();
    assertTrue(config.layout().contains("weight_peephole_l1_reverse"));
  }

  @Test
  void aCellIsFoundByItsClassName() {
    String name = "example.PeepholeLstm";
    CellFactory cell = CellFactory.of(name);
    assertEquals(name, cell.name());
    assertEquals(name, cell.cell(3, 4).getClass().getName());
    assertEquals(3, cell.cell(3, 4).inputSize());
    assertEquals(4, cell.cell(3, 4).hiddenSize());
    assertEquals(cell, CellFactory.of(name));
  }

  @Test
  void aConstructorKnowsTheNameOfItsClass() {
    CellFactory constructor = PeepholeLstm::new;
    assertEquals("example.PeepholeLstm", constructor.name());
  }

  @Test
  void builtInCellsKeepTheirShortNames() {
    assertEquals(CellType.GRU_RESET_BEFORE, CellFactory.of("gru-reset-before"));
    assertEquals(CellType.LSTM, CellFactory.of("LSTM"));
    assertEquals("LSTM", CellFactory.of("lstm").name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gry", "example.NoSuchCell", "java.lang.String", "example.OwnCellTest", ""})
  void aNameThatIsNoCellIsRefusedWithTheNamesThereAre(String name) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> CellFactory.of(name)).getMessage();
    assertTrue(message.startsWith("cell is \"" + name + "\", expected rnn, rnn-relu"), message);
    assertTrue(message.contains("(int inputSize, int hiddenSize)"), message);
  }

  @Test
  void gateSizesThatAreNoMultipleOfTheHiddenSizeAreRefused() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> RecurrentConfig.of(Uneven::new, 3, 4, 1))
            .getMessage();
    assertTrue(
        message.startsWith("Uneven of inputSize 3 and hiddenSize 4 has gateSize 5"), message);
  }
}
