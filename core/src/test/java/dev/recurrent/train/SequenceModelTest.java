package dev.recurrent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.layer.Sequences;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.nn.recurrent.RecurrentStack;
import dev.recurrent.testing.Numbers;
import dev.recurrent.testing.TextModel;
import dev.recurrent.testing.TokenBatch;
import example.PeepholeLstm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceModelTest {
  private static final float ROUNDING = 2e-6f;

  private static float[] parameters(Model<?> model) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 3);
    return parameters;
  }

  private static BoundSequenceModel bound(SequenceModel model, float[] parameters) {
    return model.bind(parameters, new float[parameters.length]);
  }

  /** The network of Keras's example: 10,400 + 20,200 + 51. */
  @Test
  void twoLstmsOfFiftyUnitsHaveTheParametersOfKeras() {
    SequenceModel model =
        SequenceModel.input(1)
            .recurrent(CellType.LSTM, 50)
            .recurrent(CellType.LSTM, 50)
            .pool(Pooling.LAST)
            .dense(1);
    assertEquals(30_651, model.layout().size());
    assertEquals(30_651, ModelSummary.parameters(model.layers()));
    String table = ModelSummary.table("forecast", model.layers());
    assertTrue(table.contains(" lstm (LSTM)               (T, B, 50)"), table);
    assertTrue(table.contains(" lstm_1 (LSTM)             (T, B, 50)"), table);
    assertTrue(table.contains(" pooling (Pooling, last)   (B, 50)"), table);
    assertTrue(table.contains(" dense (Dense)             (B, 1)"), table);
  }

  @Test
  void parametersHaveTheNamesOfPyTorch() {
    SequenceModel model =
        SequenceModel.input(3)
            .andEmbedding(7, 2)
            .recurrent(CellType.GRU, 4)
            .bidirectional()
            .recurrent(CellType.GRU, 4)
            .recurrent(PeepholeLstm::new, 2)
            .dense(1);
    List<String> names =
        model.layout().entries().stream().map(ParameterLayout.Entry::name).toList();
    assertEquals("embedding.weight", names.get(0));
    assertTrue(names.contains("gru.weight_hh_l0_reverse"), names.toString());
    assertTrue(names.contains("gru_1.bias_hh_l0"), names.toString());
    assertTrue(names.contains("peepholelstm.weight_ih_l0"), names.toString());
    assertEquals("dense.bias", names.get(names.size() - 1));
  }

  @Test
  void layersInARowEqualAStack() {
    RecurrentConfig config = RecurrentConfig.of(CellType.LSTM, 3, 5, 2).bidirectional();
    SequenceModel model =
        SequenceModel.input(3)
            .recurrent(CellType.LSTM, 5)
            .bidirectional()
            .recurrent(CellType.LSTM, 5)
            .bidirectional();
    float[] values = Numbers.uniform(config.layout().size(), 0.5, 1);
    int[] lengths = {3, 5, 1};
    Matrix x = Numbers.matrix(15, 3, 2);
    Matrix targets = Numbers.matrix(15, 10, 4);
    SequenceBatch batch = new SequenceBatch(Sequences.of(5, lengths), x, null, targets, null, null);
    float[] gradient = new float[values.length];
    BoundSequenceModel bound = model.bind(values, gradient);
    Matrix outputs = Numbers.copy(bound.predict(batch));
    bound.lossAndGradient(batch, 1);

    float[] expected = new float[values.length];
    RecurrentStack stack =
        new RecurrentStack(config, Parameters.of(config.layout(), values, expected));
    stack.pack();
    Matrix y = stack.forward(x, 3, lengths, null);
    assertArrayEquals(y.toArray(), outputs.toArray());
    model.loss().lossAndGradient(outputs, targets, null);
    stack.backward(outputs, null);
    assertArrayEquals(expected, gradient);
  }

  /** The embedding's rows are looked up once for each distinct token by both. */
  @Test
  void aLanguageModelOfLayersEqualsOneOfParts() {
    TextModel parts = new TextModel(11, RecurrentConfig.of(CellType.GRU, 4, 6, 2), false, 0.1f);
    SequenceModel model =
        SequenceModel.embedding(11, 4)
            .recurrent(CellType.GRU, 6)
            .recurrent(CellType.GRU, 6)
            .dense(11)
            .loss(new SoftmaxCrossEntropy(0.1f));
    int[] tokens = {0, 3, 3, 10, 2, 0, 1, 3, 5, 6, 0, 1};
    int[] classes = {3, 3, -1, 2, 0, 6, 3, -1, 6, 0, 1, -1};
    Matrix targets = Matrix.zeros(12, 1);
    for (int i = 0; i < 12; i++) {
      targets.set(i, 0, classes[i] < 0 ? Float.NaN : classes[i]);
    }
    float[] values = Numbers.uniform(parts.layout().size(), 0.5, 1);
    float[] expected = new float[values.length];
    float[] gradient = new float[values.length];
    BoundModel<TokenBatch> theirs = parts.bind(values, expected);
    theirs.parametersChanged();
    SequenceBatch batch =
        new SequenceBatch(Sequences.of(4, 4, 4, 4), null, tokens, targets, null, null);
    double loss = model.bind(values, gradient).lossAndGradient(batch, 1);
    assertEquals(theirs.lossAndGradient(new TokenBatch(tokens, classes, 3), 1), loss);
    assertArrayEquals(expected, gradient);
    assertEquals(9, batch.targets());
  }

  private static Sequence sequence(int steps, long seed) {
    float[][] rows = new float[steps][];
    for (int t = 0; t < steps; t++) {
      rows[t] = Numbers.uniform(3, 1, seed * 100 + t);
    }
    return Sequence.of(rows);
  }

  @Test
  void aSequenceIsAnsweredAloneAsInABatchOfLongerOnes() {
    for (Pooling pooling : Pooling.values()) {
      SequenceModel model =
          SequenceModel.input(3)
              .recurrent(CellType.LSTM, 4)
              .bidirectional()
              .recurrent(CellType.GRU, 3)
              .bidirectional()
              .pool(pooling)
              .dense(2);
      BoundSequenceModel bound = bound(model, parameters(model));
      Sequence one = sequence(3, 1);
      List<Sequence> many = List.of(sequence(7, 2), one, sequence(1, 3));
      float[] alone = bound.predict(SequenceBatch.of(model, List.of(one))).toArray();
      float[] among = bound.predict(SequenceBatch.of(model, many)).rows(1, 1).toArray();
      assertArrayEquals(alone, among, ROUNDING, pooling.label());
    }
  }

  @Test
  void paddingAndMaskedTargetsCountInNothing() {
    SequenceModel model = SequenceModel.input(3).recurrent(CellType.GRU, 4).dense(1);
    float[] values = parameters(model);
    float[][] answers = {{1}, {Float.NaN}, {2}};
    Sequence one = sequence(3, 1).withTargets(answers);
    Sequence unanswered = sequence(6, 2);
    float[] alone = new float[values.length];
    float[] among = new float[values.length];
    SequenceBatch small = SequenceBatch.of(model, List.of(one));
    SequenceBatch large = SequenceBatch.of(model, List.of(unanswered, one));
    double expected = model.bind(values, alone).lossAndGradient(small, 1);
    assertEquals(expected, model.bind(values, among).lossAndGradient(large, 1), ROUNDING);
    assertArrayEquals(alone, among, ROUNDING);
    assertEquals(2, small.targets());
    assertEquals(2, large.targets());
  }

  @Test
  void aWeightMultipliesTheLossOfItsSequence() {
    SequenceModel model =
        SequenceModel.input(3).recurrent(CellType.GRU, 4).pool(Pooling.MEAN).dense(1);
    BoundSequenceModel bound = bound(model, parameters(model));
    Sequence a = sequence(3, 1).withTarget(5);
    Sequence b = sequence(4, 2).withTarget(-5);
    double lossA = bound.loss(SequenceBatch.of(model, List.of(a)));
    double lossB = bound.loss(SequenceBatch.of(model, List.of(b)));
    double both = bound.loss(SequenceBatch.of(model, List.of(a.withWeight(3), b.withWeight(0.5f))));
    assertEquals((3 * lossA + 0.5 * lossB) / 2, both, 1e-4);
  }

  @Test
  void aModelTravelsByJavaSerialization() throws IOException, ClassNotFoundException {
    SequenceModel model =
        SequenceModel.input(3).recurrent(PeepholeLstm::new, 4).pool(Pooling.LAST).dense(1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model);
    }
    Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    SequenceModel other = (SequenceModel) copy;
    Sequence one = sequence(4, 1);
    float[] values = parameters(model);
    assertArrayEquals(values, parameters(other));
    assertArrayEquals(
        bound(model, values).predict(SequenceBatch.of(model, List.of(one))).toArray(),
        bound(other, values).predict(SequenceBatch.of(other, List.of(one))).toArray());
  }

  @Test
  void predictionsOfSoftmaxAreProbabilities() {
    SequenceModel model =
        SequenceModel.embedding(5, 3)
            .recurrent(CellType.GRU, 4)
            .dense(5)
            .loss(new SoftmaxCrossEntropy());
    SequenceBatch batch = SequenceBatch.of(model, List.of(Sequence.ofTokens(1, 2, 3)));
    Matrix predictions = bound(model, parameters(model)).predict(batch);
    for (int i = 0; i < 3; i++) {
      float sum = 0;
      for (int j = 0; j < 5; j++) {
        assertTrue(predictions.get(i, j) > 0);
        sum += predictions.get(i, j);
      }
      assertEquals(1f, sum, ROUNDING);
    }
  }

  @Test
  void networksThatCannotBeAreRefusedWhereTheyAreWritten() {
    SequenceModel pooled = SequenceModel.input(3).pool(Pooling.LAST);
    refused(
        "gru reads (B, 3), expected a row for each step", () -> pooled.recurrent(CellType.GRU, 4));
    refused("pooling reads (B, 3), expected", () -> pooled.pool(Pooling.MAX));
    refused("dense size is 0, expected at least 1", () -> pooled.dense(0));
    refused("dropout is 1.0, expected at least 0 and below 1", () -> pooled.dropout(1));
    refused("hiddenSize is 0", () -> SequenceModel.input(3).recurrent(CellType.GRU, 0));
    refused("input has 0 features", () -> SequenceModel.input(0));
    assertThrows(IllegalStateException.class, pooled::bidirectional);
    SequenceModel decoder = SequenceModel.input(3).recurrent(CellType.LSTM, 4);
    refused("no recurrent layer", () -> pooled.initialStateFrom(decoder));
    refused(
        "the encoder's recurrent layers are [GRU 4], expected states as of [LSTM 4]",
        () -> decoder.initialStateFrom(SequenceModel.input(2).recurrent(CellType.GRU, 4)));
    SequenceModel both = SequenceModel.input(2).recurrent(CellType.LSTM, 2).bidirectional();
    refused(
        "the encoder's recurrent layers are [LSTM, both directions 2], expected states as of [LSTM"
            + " 4]; where they differ, give the encoder pool(Pooling.LAST) and dense(8)",
        () -> decoder.initialStateFrom(both));
    decoder.initialStateFrom(both.pool(Pooling.LAST).dense(8));
    refused(
        "the encoder gives a row of 3 for each sequence, expected 8",
        () -> decoder.initialStateFrom(pooled));
  }

  @Test
  void batchesThatTheModelCannotReadAreRefused() {
    SequenceModel model = SequenceModel.input(3).recurrent(CellType.GRU, 4).dense(1);
    refused(
        "sequence 0 has 2 features a step, the model reads 3",
        () -> SequenceBatch.of(model, List.of(Sequence.of(new float[2]))));
    refused(
        "sequence 0 has 1 targets, expected 2",
        () -> SequenceBatch.of(model, List.of(sequence(2, 1).withTarget(1))));
    refused(
        "sequence 0 has no tokens",
        () -> SequenceBatch.of(model.andEmbedding(5, 2), List.of(sequence(2, 1))));
    refused(
        "sequence 0 has no source",
        () ->
            SequenceBatch.of(
                model.initialStateFrom(SequenceModel.input(2).recurrent(CellType.GRU, 4)),
                List.of(sequence(2, 1))));
  }

  private static void refused(String message, org.junit.jupiter.api.function.Executable code) {
    String said = assertThrows(IllegalArgumentException.class, code).getMessage();
    assertTrue(said.startsWith(message), said);
  }
}
