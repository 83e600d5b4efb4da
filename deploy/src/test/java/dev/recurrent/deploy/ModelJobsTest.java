package dev.recurrent.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that open, import and export models of any kind. */
class ModelJobsTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String model = "";

  @BeforeEach
  void saveModel() throws IOException {
    SequenceModel network =
        SequenceModel.input(3).recurrent(CellType.GRU, 4).pool(Pooling.LAST).dense(2);
    float[] parameters = new float[network.layout().size()];
    network.initialize(parameters, 1);
    Path saved = directory.resolve("model");
    new SequencePredictor(network, parameters).save(saved);
    model = saved.toString();
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return Recurrent.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theSummaryKnowsANetworkThatAProgramHasBuilt() {
    assertEquals(0, run("model", "summary", "--model", model), this::text);
    assertTrue(text().contains("GRU"), this::text);
  }

  @Test
  void anUnknownFormatIsAWrongUsageThatListsTheFormats() {
    String output = directory.resolve("out").toString();
    assertEquals(
        2,
        run("model", "import", "--format", "caffe", "--input", "x", "--output", output),
        this::text);
    assertTrue(text().contains("format \"caffe\" cannot be read, expected "), this::text);
    assertEquals(
        2,
        run("model", "export", "--format", "caffe", "--model", model, "--output", output),
        this::text);
    assertTrue(text().contains("cannot be written for a model of kind"), this::text);
    assertFalse(Files.exists(Path.of(output)), "nothing is written");
  }

  @Test
  void whatIsNoModelCannotBeExported() {
    String nothing = directory.resolve("nothing").toString();
    assertEquals(
        5,
        run("model", "export", "--format", "onnx", "--model", nothing, "--output", nothing),
        this::text);
  }

  @Test
  void filesOfAnotherFrameworkDoNotGoIntoAModelsDirectoryOrOverAFile() {
    String[] places = {model, model + "/model.json"};
    for (String place : places) {
      assertEquals(
          2,
          run("model", "export", "--format", "onnx", "--model", model, "--output", place),
          this::text);
      assertTrue(text().contains("--output " + place), this::text);
    }
  }

  @Test
  void aFileThatNoArrayHoldsIsNamed() throws IOException {
    Path large = directory.resolve("large.pt");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(3L << 30);
    }
    String to = directory.resolve("imported").toString();
    assertEquals(
        5,
        run("model", "import", "--format", "pytorch", "--input", large.toString(), "--output", to),
        this::text);
    assertTrue(text().contains("large.pt has 3,221,225,472 bytes, expected at most "), this::text);
  }

  @Test
  void aPoolingThatTheFormatDecidesItselfIsAWrongUsage() throws IOException {
    String keras = directory.resolve("keras").toString();
    assertEquals(
        0,
        run("model", "export", "--format", "keras", "--model", model, "--output", keras),
        this::text);
    String to = directory.resolve("imported").toString();
    String[] arguments = {
      "model", "import", "--format", "keras", "--input", keras + "/model.keras", "--output", to,
    };
    String[] wrong = Arrays.copyOf(arguments, arguments.length + 2);
    wrong[arguments.length] = "--pooling";
    wrong[arguments.length + 1] = "max";
    assertEquals(2, run(wrong), this::text);
    assertEquals(0, run(arguments), this::text);
  }
}
