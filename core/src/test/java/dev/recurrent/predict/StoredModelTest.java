package dev.recurrent.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.ElementwiseLoss;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.cell.CellState;
import dev.recurrent.nn.cell.CellStep;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.cell.RecurrentWeights;
import dev.recurrent.nn.cell.RnnCell;
import dev.recurrent.nn.layer.BoundLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.LayerShape;
import dev.recurrent.train.SequenceModel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model's file gives back the model that was trained, or the model is refused before that. */
class StoredModelTest {
  /** One gate and no arithmetic: only its fields matter here. */
  interface Idle extends Cell {
    @Override
    default int gateSize() {
      return hiddenSize();
    }

    @Override
    default void forward(RecurrentWeights weights, CellStep step) {}

    @Override
    default void backward(RecurrentWeights weights, CellStep step, CellState next, CellState to) {}
  }

  /** A cell whose third value its file does not hold. */
  public record Leaky(int inputSize, int hiddenSize, float leak) implements Idle {
    public Leaky(int inputSize, int hiddenSize) {
      this(inputSize, hiddenSize, 0.5f);
    }
  }

  /** A cell that is no record and has no equals. */
  public static final class Plain implements Idle {
    private static final long serialVersionUID = 1;
    private final int inputSize;
    private final int hiddenSize;
    private final float leak;

    public Plain(int inputSize, int hiddenSize) {
      this(inputSize, hiddenSize, 0.5f);
    }

    Plain(int inputSize, int hiddenSize, float leak) {
      this.inputSize = inputSize;
      this.hiddenSize = hiddenSize;
      this.leak = leak;
    }

    @Override
    public int inputSize() {
      return inputSize;
    }

    @Override
    public int hiddenSize() {
      return hiddenSize;
    }

    @Override
    public String toString() {
      return "Plain of leak " + leak;
    }
  }

  /** Squares, under any components. */
  interface Squares extends ElementwiseLoss {
    @Override
    default double value(double output, double target) {
      return (output - target) * (output - target);
    }

    @Override
    default double slope(double output, double target) {
      return 2 * (output - target);
    }
  }

  record MapLoss(Map<String, Double> weights) implements Squares {}

  record ArrayLoss(float[] weights) implements Squares {}

  record ListsLoss(List<List<Double>> weights, Inner inner, CellFactory cell) implements Squares {}

  record Inner(boolean on, long count) {}

  record DeepLoss(List<Holder> holders) implements Squares {}

  record Holder(Object any) {}

  record NamedLoss(@Nullable String name) implements Squares {}

  record FloatLoss(float factor) implements Squares {}

  record HalvingLoss(double factor) implements Squares {
    HalvingLoss {
      factor = factor / 2;
    }
  }

  static final class NoRecord implements Squares {
    private static final long serialVersionUID = 1;
  }

  record MapLayer(Map<String, Integer> sizes) implements Layer {
    @Override
    public String name() {
      return "map";
    }

    @Override
    public String type() {
      return "Map";
    }

    @Override
    public LayerShape output(LayerShape input) {
      return input;
    }

    @Override
    public BoundLayer bind(LayerShape input, Parameters parameters) {
      throw new IllegalStateException("never bound here");
    }
  }

  private static SequenceModel of(CellFactory cell) {
    return SequenceModel.input(2).recurrent(cell, 3).dense(1);
  }

  private static SequenceModel of(Loss loss) {
    return of(CellType.GRU).loss(loss);
  }

  private static String refusal(SequenceModel model) {
    float[] parameters = new float[model.layout().size()];
    String message =
        assertThrows(IllegalArgumentException.class, () -> SequenceModelConfig.of(model).stored())
            .getMessage();
    String saved =
        assertThrows(
                IllegalArgumentException.class,
                () -> new SequencePredictor(model, parameters).files())
            .getMessage();
    assertEquals(message, saved);
    return message;
  }

  @Test
  void aCellsOtherComponentIsNotLostInTheFile() {
    String message = refusal(of((inputs, hidden) -> new Leaky(inputs, hidden, 0.9f)));
    assertTrue(message.contains("StoredModelTest$Leaky cannot be stored"), message);
    assertTrue(message.contains("leak=0.9") && message.contains("leak=0.5"), message);
  }

  @Test
  void aCellThatItsSizesMakeComesBack() {
    SequenceModel model = of(Leaky::new);
    SequenceModel back = SequenceModelConfig.of(model).stored().model();
    assertEquals(model.layout().size(), back.layout().size());
    assertEquals(of(CellFactory.of(Leaky.class.getName())), back);
    // A lambda of the same value is the same cell.
    SequenceModelConfig.of(of((inputs, hidden) -> new Leaky(inputs, hidden, 0.5f))).stored();
  }

  @Test
  void aCellThatIsNoRecordIsComparedByItsFields() {
    SequenceModelConfig.of(of(Plain::new)).stored();
    String message = refusal(of((inputs, hidden) -> new Plain(inputs, hidden, 0.9f)));
    assertTrue(message.contains("Plain of leak 0.9"), message);
  }

  @Test
  void anAnonymousCellIsRefused() {
    String message =
        refusal(
            of(
                (inputs, hidden) ->
                    new Idle() {
                      private static final long serialVersionUID = 1;

                      @Override
                      public int inputSize() {
                        return inputs;
                      }

                      @Override
                      public int hiddenSize() {
                        return hidden;
                      }
                    }));
    assertTrue(message.contains("no public constructor (int inputSize, int hiddenSize)"), message);
  }

  @Test
  void aBuiltInCellWithAnotherActivationIsRefused() {
    String message =
        refusal(of((inputs, hidden) -> new RnnCell(inputs, hidden, RnnCell.Activation.RELU)));
    assertTrue(message.contains("RnnCell cannot be stored"), message);
  }

  @Test
  void theEncodersCellCountsToo() {
    SequenceModel encoder =
        SequenceModel.input(2).recurrent((inputs, hidden) -> new Leaky(inputs, hidden, 0.9f), 3);
    assertTrue(refusal(of(Leaky::new).initialStateFrom(encoder)).contains("Leaky"));
  }

  @Test
  void aComponentThatAFileCannotHoldIsNamed() {
    String map = refusal(of(new MapLoss(Map.of("a", 2.0))));
    assertTrue(map.contains("StoredModelTest$MapLoss cannot be stored"), map);
    assertTrue(map.contains("component weights is of type java.util.Map<"), map);
    assertTrue(map.contains("expected int, long"), map);
    String array = refusal(of(new ArrayLoss(new float[2])));
    assertTrue(array.contains("component weights is of type float[]"), array);
    String deep = refusal(of(new DeepLoss(List.of(new Holder(1)))));
    assertTrue(deep.contains("Holder") && deep.contains("component any"), deep);
    SequenceModel mapped = SequenceModel.input(2).layer(new MapLayer(Map.of("a", 1)));
    String layer =
        assertThrows(IllegalArgumentException.class, () -> SequenceModelConfig.of(mapped).stored())
            .getMessage();
    assertTrue(layer.contains("MapLayer") && layer.contains("component sizes"), layer);
  }

  @Test
  void whatIsNoRecordIsNamed() {
    String message = refusal(of(new NoRecord()));
    assertTrue(message.contains("StoredModelTest$NoRecord"), message);
    assertTrue(message.contains("it is no record; make it one"), message);
  }

  @Test
  void aValueThatDoesNotComeBackIsRefused() {
    assertTrue(refusal(of(new NamedLoss(null))).contains("name is null"));
    assertTrue(refusal(of(new FloatLoss(Float.NaN))).contains("factor is \"NaN\""));
    assertTrue(refusal(of(new HalvingLoss(8))).contains("gives back"));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1.5f, 1e-30f})
  void recordsOfRecordsListsAndCellsComeBack(float factor) {
    SequenceModel plain = of(new FloatLoss(factor));
    assertEquals(plain, SequenceModelConfig.of(plain).stored().model());
    SequenceModel lists =
        of(new ListsLoss(List.of(List.of(1.5), List.of()), new Inner(true, 7), CellType.LSTM));
    assertEquals(lists, SequenceModelConfig.of(lists).stored().model());
  }
}
