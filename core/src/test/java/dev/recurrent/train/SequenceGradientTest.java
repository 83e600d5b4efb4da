package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.layer.BoundLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.LayerShape;
import dev.recurrent.nn.layer.MergeDirections;
import dev.recurrent.nn.layer.Sequences;
import example.FocalLoss;
import example.PeepholeLstm;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks of every kind of layer against differences, and the check against planted errors. */
class SequenceGradientTest {
  private static final double LIMIT = 1e-3;

  private static void requireEachFloat(SequenceModel model) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 2);
    Map<String, Double> errors =
        GradientCheck.errors(model, parameters, new RandomSequences(7).batch(model), 5);
    errors.forEach((name, error) -> assertTrue(error < LIMIT, () -> name + " misses by " + error));
  }

  static Stream<Arguments> cells() {
    return Stream.<CellFactory>of(
            CellType.RNN, CellType.LSTM, CellType.GRU, CellType.GRU_RESET_BEFORE, PeepholeLstm::new)
        .map(cell -> Arguments.of(cell.name(), cell));
  }

  @ParameterizedTest
  @EnumSource(MergeDirections.Mode.class)
  void mergedDirectionsOfStepsAndOfTheLast(MergeDirections.Mode mode) {
    requireEachFloat(
        SequenceModel.input(3)
            .recurrent(CellType.GRU, 3)
            .bidirectional()
            .layer(new MergeDirections(mode))
            .recurrent(CellType.LSTM, 2)
            .bidirectional()
            .pool(Pooling.LAST)
            .layer(new MergeDirections(mode)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void oneOutputAStep(String name, CellFactory cell) {
    requireEachFloat(
        SequenceModel.input(3)
            .recurrent(cell, 4)
            .bidirectional()
            .dropout(0.3f)
            .recurrent(cell, 3)
            .dense(2));
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void oneOutputASequence(Pooling pooling) {
    requireEachFloat(
        SequenceModel.input(3)
            .recurrent(CellType.GRU, 4)
            .bidirectional()
            .pool(pooling)
            .dense(3, Activation.TANH)
            .dense(2));
  }

  @Test
  void aReluAndAMaximumPassAWiderLimit() {
    GradientCheck.require(
        SequenceModel.input(3)
            .recurrent(CellType.GRU, 8)
            .pool(Pooling.MEAN_MAX)
            .dense(8, Activation.RELU)
            .dense(1),
        1e-2);
  }

  @Test
  void tokensAlone() {
    requireEachFloat(
        SequenceModel.embedding(5, 3)
            .recurrent(CellType.LSTM, 4)
            .dense(5)
            .loss(new SoftmaxCrossEntropy(0.1f)));
  }

  @Test
  void tokensUnderDropout() {
    requireEachFloat(
        SequenceModel.embedding(5, 3)
            .dropout(0.4f)
            .recurrent(CellType.GRU, 4)
            .pool(Pooling.MEAN)
            .dense(3)
            .loss(new SoftmaxCrossEntropy()));
  }

  @Test
  void featuresAndTokens() {
    requireEachFloat(
        SequenceModel.input(2)
            .andEmbedding(5, 3)
            .recurrent(CellType.GRU, 4)
            .dense(1)
            .loss(new BinaryCrossEntropy()));
  }

  @Test
  void aNetworkThatEndsInARecurrentLayer() {
    requireEachFloat(SequenceModel.input(3).recurrent(CellType.LSTM, 4));
  }

  @Test
  void aDenseLayerBelowARecurrentOne() {
    requireEachFloat(
        SequenceModel.embedding(6, 3)
            .dense(4, Activation.SIGMOID)
            .recurrent(CellType.RNN, 3)
            .dense(1, Activation.TANH));
  }

  @Test
  void lossesOfNumbers() {
    SequenceModel model = SequenceModel.input(3).recurrent(CellType.GRU, 4).dense(2);
    requireEachFloat(model.loss(new AbsoluteError()));
    requireEachFloat(model.loss(new Huber(0.7)));
    requireEachFloat(model.loss(new FocalLoss(2)));
  }

  @Test
  void anEncodersStatesStartTheLayers() {
    requireEachFloat(
        SequenceModel.embedding(5, 3)
            .recurrent(CellType.LSTM, 4)
            .recurrent(CellType.LSTM, 3)
            .dense(5)
            .loss(new SoftmaxCrossEntropy())
            .initialStateFrom(
                SequenceModel.input(2)
                    .recurrent(CellType.LSTM, 4)
                    .dropout(0.2f)
                    .recurrent(CellType.LSTM, 3)));
  }

  @Test
  void anEncodersRowStartsTheLayers() {
    requireEachFloat(
        SequenceModel.input(2)
            .recurrent(CellType.LSTM, 3)
            .recurrent(CellType.GRU, 2)
            .dense(1)
            .initialStateFrom(
                SequenceModel.embedding(5, 3).pool(Pooling.LAST).dense(8, Activation.TANH)));
  }

  @Test
  void aLargeModelIsCheckedInDirections() {
    GradientCheck.require(
        SequenceModel.input(12)
            .recurrent(CellType.GRU, 24)
            .bidirectional()
            .dropout(0.2f)
            .recurrent(PeepholeLstm::new, 16)
            .pool(Pooling.ATTENTION)
            .dense(16, Activation.TANH)
            .dense(1)
            .loss(new FocalLoss(2)),
        LIMIT);
  }

  /** A layer whose gradient is two percent too large. */
  private record Wrong() implements Layer {
    @Override
    public String name() {
      return "wrong";
    }

    @Override
    public String type() {
      return "Wrong";
    }

    @Override
    public LayerShape output(LayerShape input) {
      return input;
    }

    @Override
    public BoundLayer bind(LayerShape input, Parameters parameters) {
      return new BoundLayer() {
        @Override
        public Matrix forward(Matrix x, Sequences sequences) {
          return x;
        }

        @Override
        public Matrix backward(Matrix dOutput) {
          for (int i = 0; i < dOutput.rows; i++) {
            for (int j = 0; j < dOutput.columns; j++) {
              dOutput.set(i, j, 1.02f * dOutput.get(i, j));
            }
          }
          return dOutput;
        }
      };
    }
  }

  @Test
  void twoPercentInOneLayerNameTheParametersBelowIt() {
    SequenceModel wrong =
        SequenceModel.input(12).recurrent(CellType.GRU, 32).layer(new Wrong()).dense(1);
    String message =
        assertThrows(IllegalStateException.class, () -> GradientCheck.require(wrong, LIMIT))
            .getMessage();
    assertTrue(message.contains("gru.weight_hh_l0="), message);
    assertTrue(!message.contains("dense"), message);
  }
}
