package dev.recurrent.spark.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.dl4j.Dl4jExporter;
import dev.recurrent.interop.dl4j.Dl4jImporter;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.Sequence;
import dev.recurrent.train.SequenceModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** DL4J itself computes what our models compute, on the platform that its native library is for. */
@EnabledIf("dev.recurrent.spark.dl4j.NativeBackend#isThere")
class Dl4jModelsTest {
  private static final double TOLERANCE = 1e-5;

  /** DL4J's answers as ours are: for each sequence its rows. */
  private static float[][] rows(INDArray output, int sequence) {
    INDArray own = output.slice(sequence);
    return own.rank() == 1 ? new float[][] {own.toFloatVector()} : own.transpose().toFloatMatrix();
  }

  private static void assertSameAnswers(
      SequencePredictor ours, MultiLayerNetwork theirs, RandomNetworks random) {
    List<Sequence> sequences = random.sequences(ours.model());
    INDArray output = theirs.output(RandomNetworks.array(ours.model(), sequences));
    List<float[][]> answers = ours.predict(sequences);
    for (int b = 0; b < sequences.size(); b++) {
      float[][] expected = rows(output, b);
      assertEquals(expected.length, answers.get(b).length);
      for (int t = 0; t < expected.length; t++) {
        assertArrayEquals(
            expected[t], answers.get(b)[t], (float) TOLERANCE, ours.model().toString());
      }
    }
  }

  @Test
  void oursToTheirsAndBackHaveTheSameBitsAndAnswers() {
    for (int seed = 0; seed < 40; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SequencePredictor ours = random.ours();
      MultiLayerNetwork theirs = Dl4jModels.network(ours);
      assertSameAnswers(ours, theirs, random);
      SequencePredictor back = Dl4jModels.predictor(theirs);
      assertEquals(ours.model(), back.model());
      assertArrayEquals(ours.parameters(), back.parameters(), 0f, ours.model().toString());
    }
  }

  @Test
  void theirsToOursHaveTheSameAnswers() {
    for (int seed = 0; seed < 40; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      MultiLayerNetwork theirs = random.theirs();
      assertSameAnswers(Dl4jModels.predictor(theirs), theirs, random);
    }
  }

  @Test
  void dl4jLoadsOurFileAndWeLoadIts(@TempDir Path folder) throws IOException {
    for (int seed = 0; seed < 10; seed++) {
      RandomNetworks random = new RandomNetworks(seed);
      SequencePredictor ours = random.ours();
      Path saved = folder.resolve("model" + seed);
      ours.save(saved);
      byte[] file = new Dl4jExporter().files(ModelDirectory.local(saved), false).get("model.zip");
      MultiLayerNetwork loaded =
          ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file), false);
      assertSameAnswers(ours, loaded, random);
      SequencePredictor back =
          new Dl4jImporter().read(saved(loaded), "model.zip", ImportSettings.defaults());
      assertArrayEquals(ours.parameters(), back.parameters(), 0f);
    }
  }

  /** As DL4J saves it, with the state of its updater. */
  private static byte[] saved(MultiLayerNetwork network) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, bytes, true);
    return bytes.toByteArray();
  }

  private static MultiLayerNetwork network(org.deeplearning4j.nn.conf.layers.Layer layer, int out) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(layer)
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(out)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    network.init();
    return network;
  }

  @Test
  void peepholesAreRefusedUnlessLossy() {
    MultiLayerNetwork network = network(RandomNetworks.gravesLstm(2, 3), 3);
    String message =
        assertThrows(UnusableModelException.class, () -> Dl4jModels.predictor(network))
            .getMessage();
    assertEquals(
        "the network: layer 0 \"layer0\", GravesLSTM has peepholes that are not zero, which no LSTM"
            + " here has; pass --lossy to leave them out",
        message);
    SequencePredictor lossy = Dl4jModels.predictor(network, ImportSettings.defaults().withLossy());
    assertEquals(SequenceModel.input(2).recurrent(CellType.LSTM, 3).dense(1), lossy.model());
  }

  @Test
  void otherActivationsAreRefusedUnlessLossy() {
    LSTM hard =
        new LSTM.Builder()
            .nIn(2)
            .nOut(3)
            .activation(Activation.TANH)
            .gateActivationFunction(Activation.HARDSIGMOID)
            .build();
    MultiLayerNetwork network = network(hard, 3);
    String message =
        assertThrows(UnusableModelException.class, () -> Dl4jModels.predictor(network))
            .getMessage();
    assertTrue(message.contains("applies ActivationHardSigmoid, expected ActivationSigmoid"));
    Dl4jModels.predictor(network, ImportSettings.defaults().withLossy());
  }

  @Test
  void theLastStepOfBothDirectionsIsRefused() {
    LSTM lstm = new LSTM.Builder().nIn(2).nOut(3).activation(Activation.TANH).build();
    MultiLayerNetwork network = network(new LastTimeStep(new Bidirectional(lstm)), 6);
    String message =
        assertThrows(UnusableModelException.class, () -> Dl4jModels.predictor(network))
            .getMessage();
    assertTrue(message.contains("expected Bidirectional around LastTimeStep"), message);
  }

  /** (B, T, columns), where DL4J pools over the columns unless told. */
  @Test
  void networksWithStepsBeforeColumnsHaveTheSameAnswers() {
    MultiLayerNetwork theirs =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .activation(Activation.TANH)
                .list()
                .layer(new LSTM.Builder().nIn(2).nOut(3).dataFormat(RNNFormat.NWC).build())
                .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).poolingDimensions(1).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    theirs.init();
    SequencePredictor ours = Dl4jModels.predictor(theirs);
    List<Sequence> sequences = new RandomNetworks(5).sequences(ours.model());
    INDArray output =
        theirs.output(RandomNetworks.array(ours.model(), sequences).permute(0, 2, 1).dup());
    for (int b = 0; b < sequences.size(); b++) {
      float[] answer = ours.predict(sequences.get(b))[0];
      assertArrayEquals(output.slice(b).toFloatVector(), answer, (float) TOLERANCE);
    }
  }

  @Test
  void doublePrecisionIsRounded() {
    RandomNetworks random = new RandomNetworks(3);
    SequencePredictor ours = random.ours();
    MultiLayerNetwork wide = Dl4jModels.network(ours).convertDataType(DataType.DOUBLE);
    assertArrayEquals(ours.parameters(), Dl4jModels.predictor(wide).parameters(), 0f);
  }

  @Test
  void parametersAreHandedOverAsArrays() {
    SequencePredictor ours = new RandomNetworks(7).ours();
    INDArray coefficients = Dl4jModels.coefficients(ours);
    MultiLayerNetwork network = new MultiLayerNetwork(Dl4jModels.configuration(ours.model()));
    network.init();
    network.setParams(coefficients);
    assertEquals(Dl4jModels.network(ours).params(), network.params());
    SequencePredictor back = Dl4jModels.predictor(ours.model(), network.params());
    assertArrayEquals(ours.parameters(), back.parameters(), 0f);
    INDArray longer = Nd4j.zeros(DataType.FLOAT, 1, coefficients.length() + 1);
    String message =
        assertThrows(UnusableModelException.class, () -> Dl4jModels.predictor(ours.model(), longer))
            .getMessage();
    assertTrue(message.startsWith("the array has " + longer.length() + " coefficients"), message);
  }

  @Test
  void dl4jTrainsWhatWasExported() {
    SequenceModel model =
        SequenceModel.input(2)
            .recurrent(CellType.LSTM, 3)
            .dropout(0.2f)
            .pool(Pooling.LAST)
            .dense(1);
    MultiLayerNetwork network =
        Dl4jModels.network(
            new SequencePredictor(model, new RandomNetworks(1).numbers(model.layout().size())));
    INDArray before = network.params().dup();
    network.fit(Nd4j.rand(DataType.FLOAT, 4, 2, 5), Nd4j.rand(DataType.FLOAT, 4, 1));
    assertTrue(network.params().distance2(before) > 0);
  }
}
