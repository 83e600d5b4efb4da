package dev.recurrent.interop.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.interop.ImportSettings;
import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has no equal is refused with the layer's name; what changes no output is read. */
class KerasRefusalsTest {
  private static final SequenceModel LSTM =
      SequenceModel.input(3).recurrent(CellType.LSTM, 4).pool(Pooling.LAST).dense(2);
  private static final SequenceModel GRU =
      SequenceModel.input(3).recurrent(CellType.GRU, 4).bidirectional().dense(2);
  private static final ImportSettings LOSSY = ImportSettings.defaults().withLossy();

  /** A model's archive with a piece of its configuration replaced. */
  private static byte[] edited(SequenceModel model, String from, String to) throws IOException {
    byte[] archive = KerasModels.written(new KerasExporter(), KerasModels.random(model, 1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        byte[] bytes = in.readAllBytes();
        if (e.getName().equals("config.json")) {
          String config = new String(bytes, StandardCharsets.UTF_8);
          assertTrue(config.contains(from), config);
          bytes = config.replaceFirst(Pattern.quote(from), to).getBytes(StandardCharsets.UTF_8);
        }
        zip.putNextEntry(new ZipEntry(e.getName()));
        zip.write(bytes);
      }
    }
    return out.toByteArray();
  }

  private static void requireLossy(SequenceModel model, String from, String to, String... parts)
      throws IOException {
    byte[] file = edited(model, from, to);
    String message = KerasModels.requireRefused(file, parts);
    assertTrue(message.contains("--lossy"), message);
    assertEquals(model, KerasModels.read(file, LOSSY).model());
  }

  private static void requireNever(SequenceModel model, String from, String to, String... parts)
      throws IOException {
    byte[] file = edited(model, from, to);
    String message = KerasModels.requireRefused(file, parts);
    assertEquals(
        message,
        assertThrows(RuntimeException.class, () -> KerasModels.read(file, LOSSY)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"stateful\":false', '\"stateful\":true', lstm, stateful",
    "'\"recurrent_activation\":\"sigmoid\"', '\"recurrent_activation\":\"hard_sigmoid\"', lstm,"
        + " hard_sigmoid",
    "'\"activation\":\"tanh\"', '\"activation\":\"softsign\"', lstm, softsign",
    "'\"dtype\":\"float32\",\"units\":2', '\"dtype\":\"mixed_float16\",\"units\":2', dense,"
        + " mixed_float16",
  })
  void whatGivesOtherNumbersNeedsLossy(String from, String to, String layer, String what)
      throws IOException {
    requireLossy(LSTM, from, to, "layer \"" + layer + "\"", what);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"go_backwards\":false', '\"go_backwards\":true', lstm, go_backwards",
    "'\"activation\":\"tanh\"', '\"activation\":\"relu\"', lstm, 'expected tanh'",
    "'\"class_name\":\"Dense\"', '\"class_name\":\"Conv1D\"', dense, Conv1D",
    "'\"class_name\":\"Dense\"', '\"class_name\":\"MyLayer\"', dense, MyLayer",
    "'\"class_name\":\"Dense\"', '\"class_name\":\"RepeatVector\"', dense, RepeatVector",
    "'\"class_name\":\"Dense\"', '\"class_name\":\"AdditiveAttention\"', dense, AdditiveAttention",
    "'\"class_name\":\"Dense\"', '\"class_name\":\"LayerNormalization\"', dense, no equal",
    "'\"activation\":\"linear\"', '\"activation\":\"exponential\"', dense, 'expected linear, tanh'",
    "'\"units\":4', '\"units\":5', lstm, 'expected (3, 20)'",
    "'\"units\":4', '\"units\":0', lstm, 'units is 0'",
    "'\"units\":4', '\"units\":\"4\"', lstm, 'units is \"4\"'",
    "'\"units\":4', '\"units\":2000000000', lstm, ''",
    "'\"units\":4', '\"units\":20000', file, weights",
    "'\"class_name\":\"Sequential\"', '\"class_name\":\"MyModel\"', MyModel, Sequential",
    "'[null,null,3]', '[null,3]', input_layer, '[null, 3]'",
    "'[null,null,3]', '[null,null,null]', input_layer, 'expected (batch, steps, features)'",
  })
  void whatHasNoEqualIsRefusedByName(String from, String to, String layer, String what)
      throws IOException {
    requireNever(LSTM, from, to, layer, what);
  }

  @Test
  void theTwoLayersOfABidirectionalAreEqual() throws IOException {
    requireNever(GRU, "\"merge_mode\":\"concat\"", "\"merge_mode\":null", "merge_mode null");
    requireNever(GRU, "\"reset_after\":true", "\"reset_after\":false", "unlike its layer");
    requireNever(GRU, "\"go_backwards\":true", "\"go_backwards\":false", "go_backwards false");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"unroll\":false', '\"unroll\":true'",
    "'\"dropout\":0.0,\"recurrent_dropout\":0.0', '\"dropout\":0.3,\"recurrent_dropout\":0.2'",
    "'\"units\":4', '\"units\":4,\"kernel_regularizer\":{\"class_name\":\"L2\"}'",
    "'\"units\":4', '\"units\":4,\"a_field_of_a_later_release\":[1]'",
    "'\"units\":4', '\"units\":4,\"zero_output_for_mask\":true'",
    "'\"return_state\":false', '\"return_state\":true'",
  })
  void whatChangesNoOutputIsRead(String from, String to) throws IOException {
    assertEquals(LSTM, KerasModels.read(edited(LSTM, from, to)).model());
  }

  @Test
  void aLargestOverMaskedStepsNeedsLossy() throws IOException {
    SequenceModel model =
        SequenceModel.embedding(5, 2).recurrent(CellType.GRU, 3).pool(Pooling.MAX).dense(1);
    requireLossy(model, "\"mask_zero\":false", "\"mask_zero\":true", "global_max_pooling1d");
  }

  @Test
  void aSoftmaxKeepsItsPlaceAndItsLoss() throws IOException {
    byte[] file = edited(LSTM, "\"activation\":\"linear\"", "\"activation\":\"softmax\"");
    assertTrue(
        assertThrows(
                RuntimeException.class,
                () ->
                    KerasModels.read(file, ImportSettings.defaults().withLoss(new SquaredError())))
            .getMessage()
            .contains("softmax-cross-entropy"));
    SequenceModel two = LSTM.dense(3, Activation.TANH);
    requireNever(
        two, "\"activation\":\"linear\"", "\"activation\":\"softmax\"", "dense", "at the end");
  }

  @Test
  void theFilesLossIsTaken() throws IOException {
    byte[] archive =
        edited(
            LSTM,
            "{\"module\":\"keras\",",
            "{\"compile_config\":{\"loss\":\"mean_absolute_error\"},\"module\":\"keras\",");
    assertEquals(new AbsoluteError(), KerasModels.read(archive).model().loss());
    byte[] logits =
        edited(
            LSTM,
            "{\"module\":\"keras\",",
            "{\"compile_config\":{\"loss\":{\"class_name\":\"BinaryCrossentropy\",\"config\":"
                + "{\"from_logits\":true}}},\"module\":\"keras\",");
    assertEquals(new SquaredError(), KerasModels.read(logits).model().loss());
  }

  @Test
  void aPoolingOfTheCallersHasNoUse() {
    byte[] file = KerasModels.written(new KerasExporter(), KerasModels.random(LSTM, 1));
    ImportSettings settings = ImportSettings.defaults().withPooling(Pooling.MEAN);
    assertThrows(IllegalArgumentException.class, () -> KerasModels.read(file, settings));
  }

  private static SequenceModel translator() {
    return SequenceModel.input(2)
        .recurrent(CellType.LSTM, 3)
        .dense(2)
        .initialStateFrom(SequenceModel.input(4).recurrent(CellType.LSTM, 3));
  }

  @Test
  void statesComeFromTheEncoderInTheirOrder() throws IOException {
    String states = "\"keras_history\":[\"encoder_lstm\",0,1]";
    requireNever(
        translator(), states, "\"keras_history\":[\"encoder_lstm\",0,2]", "decoder_lstm", "order");
    requireNever(translator(), states, "\"keras_history\":[\"nobody\",0,1]", "nobody");
    requireNever(translator(), states, "\"keras_history\":[\"decoder_dense\",0,0]", "decoder_lstm");
    requireNever(
        translator(),
        "\"class_name\":\"LSTM\"",
        "\"class_name\":\"Concatenate\"",
        "decoder_lstm",
        "\"encoder_lstm\" (\"Concatenate\") and others compute");
  }

  @Test
  void anEncodersStatesAsOutputsNeedLossy() throws IOException {
    byte[] file =
        edited(
            translator(),
            "[[\"decoder_dense\",0,0]]",
            "[[\"encoder_lstm\",0,1],[\"encoder_lstm\",0,2]]");
    KerasModels.requireRefused(file, "2 outputs", "--lossy");
    SequencePredictor encoder = KerasModels.read(file, LOSSY);
    assertEquals(
        SequenceModel.input(4).recurrent(CellType.LSTM, 3).pool(Pooling.LAST), encoder.model());
  }

  @Test
  void weightsAloneAreNotEnough() {
    Hdf5Writer weights = new Hdf5Writer();
    weights.addDataset("lstm/0", new KerasArray("kernel", new int[] {1}, new float[] {1}));
    KerasModels.requireRefused(weights.bytes(), "save the whole model");
    KerasModels.requireRefused("PK\3\4 no zip".getBytes(StandardCharsets.UTF_8), "config.json");
    KerasModels.requireRefused(new byte[] {1, 2, 3}, "01 02 03, expected a .keras archive or HDF5");
    KerasModels.requireRefused(new byte[0], "is empty, expected a .keras archive or HDF5");
  }

  @Test
  void anArchiveDoesNotUnpackToAnySize() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("config.json"));
      for (int i = 0; i < 40; i++) {
        zip.write(new byte[1 << 20]);
      }
    }
    KerasModels.requireRefused(out.toByteArray(), "more than twice");
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    Hdf5Writer numbers = new Hdf5Writer();
    float[] values = {1, Float.NaN, 2};
    numbers.addDataset("a/b", new KerasArray("kernel", new int[] {3}, values));
    Hdf5Reader reader = Hdf5Reader.open(numbers.bytes(), "file");
    assertTrue(
        assertThrows(RuntimeException.class, () -> reader.floats("a/b", false, 3))
            .getMessage()
            .contains("a/b has NaN at 1"));
  }
}
