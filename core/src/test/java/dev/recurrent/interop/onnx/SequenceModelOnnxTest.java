package dev.recurrent.interop.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.layer.DropoutLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.MergeDirections;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import example.FocalLoss;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceModelOnnxTest {
  private static final int NETWORKS = 90;

  /** Puts sequences into one batch, (B,T,...), with rubbish in the padding. */
  private static void feed(OnnxRun run, SequenceModel model, List<Sequence> sequences, String side)
      throws OrtException {
    int batch = sequences.size();
    int steps = sequences.stream().mapToInt(Sequence::steps).max().orElseThrow();
    int columns = model.input().features();
    float[] features = new float[batch * steps * columns];
    long[] tokens = new long[batch * steps];
    long[] lengths = new long[batch];
    java.util.Arrays.fill(features, 7f);
    java.util.Arrays.fill(tokens, 1);
    for (int b = 0; b < batch; b++) {
      Sequence one = sequences.get(b);
      lengths[b] = one.steps();
      for (int i = 0; i < one.steps() * columns; i++) {
        features[b * steps * columns + i] = one.features()[i];
      }
      for (int t = 0; model.input().hasTokens() && t < one.steps(); t++) {
        tokens[b * steps + t] = one.tokens()[t];
      }
    }
    if (columns > 0) {
      run.with(side + "features", features, batch, steps, columns);
    }
    if (model.input().hasTokens()) {
      run.with(side + "tokens", tokens, batch, steps);
    }
    run.with(side + "lengths", lengths, batch);
    if (model.encoder() != null) {
      List<Sequence> sources = sequences.stream().map(Sequence::source).toList();
      feed(run, model.encoder(), sources, side + "source_");
    }
  }

  private static void requireSameOutputs(
      byte[] file, SequencePredictor predictor, List<Sequence> sequences) throws OrtException {
    OnnxRun run = new OnnxRun(file);
    feed(run, predictor.model(), sequences, "");
    float[] output = run.run().get("output");
    int columns = predictor.model().output().columns();
    int steps =
        predictor.model().output().eachStep()
            ? sequences.stream().mapToInt(Sequence::steps).max().orElseThrow()
            : 1;
    assertEquals(sequences.size() * steps * columns, output.length);
    List<float[][]> expected = predictor.predict(sequences);
    for (int b = 0; b < sequences.size(); b++) {
      for (int t = 0; t < expected.get(b).length; t++) {
        for (int j = 0; j < columns; j++) {
          float wanted = expected.get(b)[t][j];
          float found = output[(b * steps + t) * columns + j];
          assertEquals(wanted, found, 1e-5 * Math.max(1, Math.abs(wanted)));
        }
      }
    }
  }

  private static void requireRoundTrip(
      byte[] file, SequencePredictor predictor, List<Sequence> sequences) {
    SequencePredictor back = new OnnxImporter().read(file, "f", ImportSettings.defaults());
    assertEquals(predictor.model().input(), back.model().input());
    assertEquals(layers(predictor.model()).size(), layers(back.model()).size());
    assertArrayEquals(predictor.parameters(), back.parameters());
    List<float[][]> expected = predictor.predict(sequences);
    List<float[][]> found = back.predict(sequences);
    for (int b = 0; b < expected.size(); b++) {
      for (int t = 0; t < expected.get(b).length; t++) {
        assertArrayEquals(expected.get(b)[t], found.get(b)[t]);
      }
    }
  }

  private static List<Layer> layers(SequenceModel model) {
    List<Layer> layers = new ArrayList<>(model.network());
    layers.removeIf(DropoutLayer.class::isInstance);
    return layers;
  }

  @Test
  void randomNetworksGiveTheSameOutputsInOnnxRuntimeAndComeBackWithTheSameBits()
      throws OrtException {
    for (int i = 0; i < NETWORKS; i++) {
      RandomModels random = new RandomModels(i);
      SequenceModel model = i % 3 == 0 ? random.withEncoder() : random.network();
      SequencePredictor predictor = random.predictor(model);
      byte[] file = SequenceModelGraph.file(model, predictor.parameters(), false);
      List<Sequence> sequences = random.sequences(model);
      try {
        requireSameOutputs(file, predictor, sequences);
        requireRoundTrip(file, predictor, sequences);
      } catch (RuntimeException | OrtException | AssertionError e) {
        throw new AssertionError(i + ": " + model, e);
      }
    }
  }

  @Test
  void mergedDirectionsGiveTheSameOutputsInOnnxRuntime() throws OrtException {
    for (MergeDirections.Mode mode : MergeDirections.Mode.values()) {
      for (boolean pooled : new boolean[] {false, true}) {
        SequenceModel model = SequenceModel.input(3).recurrent(CellType.GRU, 4).bidirectional();
        model = pooled ? model.pool(Pooling.LAST) : model;
        model = model.layer(new MergeDirections(mode)).dense(2);
        RandomModels random = new RandomModels(mode.ordinal());
        SequencePredictor predictor = random.predictor(model);
        byte[] file = SequenceModelGraph.file(model, predictor.parameters(), false);
        requireSameOutputs(file, predictor, random.sequences(model));
      }
    }
  }

  @Test
  void cellsAndLossesOfOnesOwnAreRefusedByName() {
    SequenceModel cell =
        SequenceModel.input(2)
            .recurrent(CellType.GRU, 3)
            .recurrent(CellFactory.of("example.PeepholeLstm"), 3);
    float[] parameters = new float[cell.layout().size()];
    InexpressibleModelException refused =
        assertThrows(
            InexpressibleModelException.class,
            () -> SequenceModelGraph.file(cell, parameters, true));
    assertTrue(refused.getMessage().contains("example.PeepholeLstm"), refused.getMessage());
    assertTrue(refused.getMessage().contains("peepholelstm"), refused.getMessage());
  }

  @Test
  void aLossOfOnesOwnNeedsLossy() {
    SequenceModel model = SequenceModel.input(2).dense(1).loss(new FocalLoss(2));
    float[] parameters = new float[model.layout().size()];
    assertThrows(
        InexpressibleModelException.class, () -> SequenceModelGraph.file(model, parameters, false));
    assertTrue(SequenceModelGraph.file(model, parameters, true).length > 0);
    SequenceModel huber = SequenceModel.input(2).dense(1).loss(new Huber(1));
    assertTrue(SequenceModelGraph.file(huber, parameters, false).length > 0);
  }
}
