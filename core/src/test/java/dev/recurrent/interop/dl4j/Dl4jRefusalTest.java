package dev.recurrent.interop.dl4j;

import static dev.recurrent.interop.dl4j.Dl4jFiles.requireRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.InexpressibleModelException;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.layer.MergeDirections;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Dl4jRefusalTest {
  private static final SequenceModel MODEL =
      SequenceModel.input(2).recurrent(CellType.LSTM, 3).dense(2).loss(new SoftmaxCrossEntropy());

  /** The model's file with another word in its configuration. */
  private static byte[] changed(String from, String to) {
    String configuration = Dl4jFiles.configuration(MODEL);
    assertTrue(configuration.contains(from), configuration);
    return Dl4jFiles.file(configuration.replace(from, to), Dl4jFiles.coefficients(MODEL));
  }

  @Test
  void anUnchangedFileIsRead() {
    SequencePredictor read = Dl4jFiles.read(changed("\"lstm\"", "\"encoder\""));
    assertEquals(MODEL, read.model());
    assertArrayEquals(Dl4jFiles.predictor(MODEL).parameters(), read.parameters(), 0f);
  }

  @Test
  void layersWithoutEqualAreNamed() {
    requireRefused(
        changed("layers.LSTM\"", "layers.SelfAttentionLayer\""),
        ": layer 0 \"lstm\", SelfAttentionLayer has no equal here, expected EmbeddingSequence");
    requireRefused(changed("org.deeplearning4j.nn.conf.layers.LSTM", "com.evil.Gadget"), "Gadget");
    requireRefused(changed("ActivationTanH", "ActivationCube"), "applies ActivationCube, expected");
    requireRefused(
        changed("ActivationSigmoid", "ActivationELU"), "expected ActivationSigmoid; pass");
    requireRefused(changed("ActivationSoftmax", "ActivationGELU"), "GELU, which has no equal");
    requireRefused(changed("LossMCXENT", "LossPoisson"), "has ActivationSoftmax and LossPoisson");
    requireRefused(changed("\"confs\"", "\"vertices\""), "is a ComputationGraph");
  }

  @Test
  void sizesThatCannotBeAreNamed() {
    requireRefused(
        changed("\"nin\" : 3", "\"nin\" : 4"), "reads 4 columns, but the layer below gives 3");
    requireRefused(changed("\"nout\" : 2", "\"nout\" : 0"), "has nout 0, expected a whole number");
    requireRefused(changed("\"nout\" : 2", "\"nout\" : 2.5"), "has nout 2.5, expected a whole");
    requireRefused(changed("\"nout\" : 2", "\"nout\" : 2147483647"), "numbers, expected ");
    requireRefused(changed("\"nin\" : 2", "\"nin\" : 2147483647"), "numbers, expected ");
    requireRefused(changed("\"nout\" : 2", "\"nout\" : 3"), "has 80 numbers, expected 84");
  }

  @Test
  void fieldsThatAreNotKnownAreLeftOutOnlyIfLossy() {
    byte[] file = changed("\"gainInit\" : 1.0", "\"zoneout\" : 0.1");
    requireRefused(file, "has a field \"zoneout\" that DL4J 1.0.0-M2 does not have; pass --lossy");
    assertEquals(MODEL, Dl4jFiles.readLossy(file).model());
  }

  @Test
  void axesOfAnotherOrderAreNamed() {
    byte[] mixed =
        Dl4jFiles.file(
            Dl4jFiles.configuration(MODEL).replaceFirst("\"NCW\"", "\"NWC\""),
            Dl4jFiles.coefficients(MODEL));
    requireRefused(mixed, "OutputLayer has its axes in the order NCW, expected NWC as below it");
    SequenceModel mean = SequenceModel.input(2).recurrent(CellType.RNN, 3).pool(Pooling.MEAN);
    byte[] coefficients = Dl4jFiles.coefficients(mean);
    String stepsFirst = Dl4jFiles.configuration(mean).replace("\"NCW\"", "\"NWC\"");
    requireRefused(
        Dl4jFiles.file(stepsFirst, coefficients), "with poolingDimensions that are the steps");
    String axis = "\"poolingDimensions\" : ";
    byte[] right = Dl4jFiles.file(stepsFirst.replace(axis + "null", axis + "[ 1 ]"), coefficients);
    assertEquals(mean, Dl4jFiles.read(right).model());
  }

  @Test
  void preProcessorsThatChangeNumbersAreNamed() {
    SequenceModel hidden = SequenceModel.input(2).dense(3, Activation.TANH).dense(1);
    String configuration = Dl4jFiles.configuration(hidden);
    byte[] coefficients = Dl4jFiles.coefficients(hidden);
    assertEquals(hidden, Dl4jFiles.read(Dl4jFiles.file(configuration, coefficients)).model());
    String other = configuration.replace("RnnToFeedForward", "RnnToCnn");
    requireRefused(
        Dl4jFiles.file(other, coefficients), "preprocessor RnnToCnnPreProcessor below layer 0");
  }

  @Test
  void whatIsDoneToInputIsRefusedUnlessLossyAndUpdatersAreLeftOut() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("configuration.json", Dl4jFiles.configuration(MODEL).getBytes());
    entries.put("coefficients.bin", Dl4jFiles.coefficients(MODEL));
    entries.put("updaterState.bin", new byte[64]);
    assertEquals(MODEL, Dl4jFiles.read(Dl4jFiles.zip(entries)).model());
    entries.put("normalizer.bin", new byte[] {1});
    requireRefused(Dl4jFiles.zip(entries), "has an entry \"normalizer.bin\"");
    assertEquals(MODEL, Dl4jFiles.readLossy(Dl4jFiles.zip(entries)).model());
  }

  @Test
  void lossAndPoolingAreTheFilesOwn() {
    Dl4jImporter importer = new Dl4jImporter();
    byte[] file = Dl4jFiles.file(MODEL);
    ImportSettings pooled = ImportSettings.defaults().withPooling(Pooling.LAST);
    ImportSettings squared = ImportSettings.defaults().withLoss(new SquaredError());
    assertThrows(RuntimeException.class, () -> importer.read(file, "model.zip", pooled));
    assertThrows(RuntimeException.class, () -> importer.read(file, "model.zip", squared));
    byte[] plain = Dl4jFiles.file(MODEL.loss(new SquaredError()));
    SequencePredictor binary =
        importer.read(
            plain, "model.zip", ImportSettings.defaults().withLoss(new BinaryCrossEntropy()));
    assertEquals(new BinaryCrossEntropy(), binary.model().loss());
  }

  private static void assertInexpressible(SequenceModel model, String part) {
    String message =
        assertThrows(
                InexpressibleModelException.class,
                () -> Dl4jNetwork.of(Dl4jFiles.predictor(model), false))
            .getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void modelsThatDl4jCannotHaveAreNamed() {
    SequenceModel input = SequenceModel.input(2);
    assertInexpressible(input.recurrent(CellType.GRU, 2), "layer \"gru\" is GRU, which DL4J");
    assertInexpressible(input.pool(Pooling.ATTENTION), "layer \"pooling\" is Pooling, attention");
    assertInexpressible(input.pool(Pooling.LAST), "pooling with last above a recurrent layer");
    assertInexpressible(input.layer(new MergeDirections(MergeDirections.Mode.SUM)), "\"merge\"");
    assertInexpressible(input.andEmbedding(3, 2).dense(1), "reads features and tokens");
    assertInexpressible(
        input.recurrent(CellType.RNN, 2).initialStateFrom(input.recurrent(CellType.RNN, 2)),
        "has an encoder");
    assertInexpressible(
        input.dense(2, Activation.TANH).loss(new SoftmaxCrossEntropy()), "without activation");
    assertInexpressible(
        input.recurrent(CellType.RNN, 2).loss(new BinaryCrossEntropy()), "no dense layer");
    SequenceModel huber = input.dense(2).loss(new Huber(1));
    assertInexpressible(huber, "the loss is dev.recurrent.nn.Huber, which DL4J does not have");
    Dl4jNetwork.of(Dl4jFiles.predictor(huber), true);
  }

  @Test
  void dropoutGoesToTheNextLayerWithWeights() {
    SequenceModel model =
        SequenceModel.embedding(5, 2)
            .dropout(0.1f)
            .recurrent(CellType.LSTM, 3)
            .dropout(0.25f)
            .pool(Pooling.LAST)
            .dense(1);
    SequenceModel moved =
        SequenceModel.embedding(5, 2)
            .dropout(0.1f)
            .recurrent(CellType.LSTM, 3)
            .pool(Pooling.LAST)
            .dropout(0.25f)
            .dense(1);
    assertEquals(moved, Dl4jFiles.read(Dl4jFiles.file(model)).model());
  }

  @Test
  void theSameModelGivesTheSameBytes() {
    assertArrayEquals(Dl4jFiles.file(MODEL), Dl4jFiles.file(MODEL));
  }
}
