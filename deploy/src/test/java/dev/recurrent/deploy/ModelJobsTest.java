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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
