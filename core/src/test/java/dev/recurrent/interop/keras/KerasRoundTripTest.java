package dev.recurrent.interop.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.layer.DropoutLayer;
import dev.recurrent.nn.layer.MergeDirections;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import example.PeepholeLstm;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Out to Keras's files and in again: the same network, the same bits. */
class KerasRoundTripTest {
  private static void requireSame(SequenceModel model, long seed) {
    SequencePredictor one = KerasModels.random(model, seed);
    for (ModelExporter exporter :
        new ModelExporter[] {new KerasExporter(), new KerasH5Exporter()}) {
      SequencePredictor again = KerasModels.read(KerasModels.written(exporter, one));
      assertEquals(model, again.model(), exporter.format());
      assertArrayEquals(one.parameters(), again.parameters(), exporter.format());
    }
  }

  @ParameterizedTest
  @EnumSource(CellType.class)
  void everyCellOfRandomSizesKeepsItsBits(CellType cell) {
    SplittableRandom random = new SplittableRandom(cell.ordinal());
    for (int i = 0; i < 5; i++) {
      SequenceModel model =
          SequenceModel.input(1 + random.nextInt(9))
              .recurrent(cell, 1 + random.nextInt(9))
              .recurrent(cell, 1 + random.nextInt(9))
              .bidirectional()
              .pool(Pooling.LAST)
              .dense(1 + random.nextInt(5), Activation.RELU)
              .dense(1 + random.nextInt(5));
      requireSame(model, i);
      requireSame(SequenceModel.embedding(3 + i, 4).recurrent(cell, 1 + i).dense(2), i);
    }
  }

  @ParameterizedTest
  @EnumSource(MergeDirections.Mode.class)
  void everyMergeOfStepsAndOfTheLastKeepsItsBits(MergeDirections.Mode mode) {
    SequenceModel both = SequenceModel.input(3).recurrent(CellType.GRU, 4).bidirectional();
    requireSame(both.layer(new MergeDirections(mode)).dense(2), 1);
    requireSame(both.pool(Pooling.LAST).layer(new MergeDirections(mode)).dense(2), 2);
  }

  static Stream<SequenceModel> networks() {
    SequenceModel lstm = SequenceModel.input(3).recurrent(CellType.LSTM, 4);
    SequenceModel encoder = SequenceModel.embedding(7, 2).recurrent(CellType.LSTM, 4);
    SequenceModel two = SequenceModel.input(2).recurrent(CellType.GRU, 3);
    return Stream.of(
        lstm.dropout(0.25f).pool(Pooling.MEAN).dense(5).loss(new SoftmaxCrossEntropy()),
        lstm.layer(new DropoutLayer(0.5f, Dropout.Kind.WHOLE_SEQUENCE)).pool(Pooling.MAX).dense(1),
        lstm.pool(Pooling.LAST).dropout(0.5f).dense(2).loss(new BinaryCrossEntropy()),
        lstm.dense(4, Activation.SIGMOID).dense(3, Activation.TANH),
        lstm.pool(Pooling.LAST).loss(new SoftmaxCrossEntropy()),
        lstm.dense(6).loss(new SoftmaxCrossEntropy()).initialStateFrom(encoder),
        two.recurrent(CellType.GRU, 5)
            .dense(2)
            .initialStateFrom(
                SequenceModel.embedding(4, 6)
                    .recurrent(CellType.GRU_RESET_BEFORE, 3)
                    .dropout(0.1f)
                    .recurrent(CellType.RNN, 5)),
        lstm.bidirectional()
            .dense(2)
            .initialStateFrom(SequenceModel.input(5).recurrent(CellType.LSTM, 4).bidirectional()),
        two.dense(1)
            .initialStateFrom(
                SequenceModel.input(2)
                    .recurrent(CellType.LSTM, 6)
                    .pool(Pooling.MEAN)
                    .dense(3, Activation.TANH)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyKindOfNetworkKeepsItsBits(SequenceModel model) {
    requireSame(model, 3);
  }

  @Test
  void theLastStepBelowADropoutIsTheSame() {
    SequenceModel lstm = SequenceModel.input(3).recurrent(CellType.LSTM, 4).bidirectional();
    SequenceModel above = lstm.dropout(0.5f).pool(Pooling.LAST).dense(2);
    SequencePredictor read =
        KerasModels.read(KerasModels.written(new KerasExporter(), KerasModels.random(above, 5)));
    assertEquals(lstm.pool(Pooling.LAST).dropout(0.5f).dense(2), read.model());
    assertArrayEquals(KerasModels.random(above, 5).parameters(), read.parameters());
  }

  @Test
  void theSameModelMakesTheSameFile() {
    SequencePredictor model =
        KerasModels.random(SequenceModel.input(3).recurrent(CellType.LSTM, 4).dense(2), 1);
    assertArrayEquals(
        KerasModels.written(new KerasExporter(), model),
        KerasModels.written(new KerasExporter(), model));
  }

  private static void requireInexpressible(SequenceModel model, String part) {
    SequencePredictor one = KerasModels.random(model, 1);
    String message =
        assertThrows(
                InexpressibleModelException.class,
                () -> KerasModels.written(new KerasExporter(), one))
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void whatKerasCannotHoldIsNamed() {
    SequenceModel lstm = SequenceModel.input(3).recurrent(CellType.LSTM, 4);
    requireInexpressible(lstm.pool(Pooling.MEAN_MAX).dense(1), "pooling (mean-max)");
    requireInexpressible(lstm.pool(Pooling.ATTENTION).dense(1), "pooling (attention)");
    requireInexpressible(lstm.dense(2).pool(Pooling.LAST), "pooling (last)");
    requireInexpressible(lstm.andEmbedding(5, 2).dense(1), "numbers and a token");
    requireInexpressible(
        SequenceModel.input(3).recurrent(PeepholeLstm::new, 4).dense(1), "cell of its own");
    requireInexpressible(
        lstm.bidirectional()
            .layer(new MergeDirections(MergeDirections.Mode.SUM))
            .pool(Pooling.LAST),
        "pooling (last)");
    requireInexpressible(lstm.layer(new MergeDirections(MergeDirections.Mode.SUM)), "merge");
    requireInexpressible(
        lstm.dense(1)
            .initialStateFrom(SequenceModel.input(2).recurrent(CellType.GRU, 8).pool(Pooling.LAST)),
        "several states");
  }

  @Test
  void aDescriptionTooLongForHdf5NamesTheArchive() {
    SequenceModel deep = SequenceModel.input(1);
    for (int i = 0; i < 80; i++) {
      deep = deep.recurrent(CellType.GRU, 1).bidirectional();
    }
    SequencePredictor model = KerasModels.random(deep, 1);
    assertTrue(
        assertThrows(
                InexpressibleModelException.class,
                () -> KerasModels.written(new KerasH5Exporter(), model))
            .getMessage()
            .contains("--format keras"));
    assertEquals(deep, KerasModels.read(KerasModels.written(new KerasExporter(), model)).model());
  }
}
