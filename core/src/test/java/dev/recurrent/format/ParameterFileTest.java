package dev.recurrent.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.recurrent.nn.Dense;
import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.testing.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterFileTest {
  private static ParameterLayout layout(int hidden) {
    RecurrentConfig config = RecurrentConfig.of(CellType.GRU, 3, hidden, 2).bidirectional();
    return ParameterLayout.empty()
        .with("gru.", config.layout())
        .with("output.", Dense.layout(2 * hidden, 2));
  }

  private static final ParameterLayout LAYOUT = layout(4);

  private static float[] values() {
    return Numbers.uniform(LAYOUT.size(), 1, 1);
  }

  @Test
  void whatIsWrittenIsReadBackBitForBit() {
    byte[] bytes = ParameterFile.write(LAYOUT, values());
    assertArrayEquals(values(), ParameterFile.read(bytes, LAYOUT, "file"));
    assertArrayEquals(bytes, ParameterFile.write(LAYOUT, values()));
  }

  @Test
  void namesAndShapesArePyTorchs() {
    Safetensors file = Safetensors.of(ParameterFile.write(LAYOUT, values()), "file");
    assertArrayEquals(new int[] {12, 8}, file.tensor("gru.weight_ih_l1_reverse").shape());
    assertArrayEquals(new int[] {12}, file.tensor("gru.bias_hh_l0").shape());
    assertArrayEquals(new int[] {2, 8}, file.tensor("output.weight").shape());
    assertArrayEquals(new int[] {2}, file.tensor("output.bias").shape());
    assertEquals("pt", file.metadata().get("format"));
  }

  @Test
  void aTensorOfAnotherShapeIsNamedWithBothShapes() {
    byte[] bytes = ParameterFile.write(LAYOUT, values());
    Refusals.requireRefused(
        () -> ParameterFile.read(bytes, layout(5), "file"),
        "file has \"gru.weight_ih_l0\" [12, 3], this model has [15, 3]");
  }

  @Test
  void aTensorThatIsMissingIsNamed() {
    byte[] bytes = ParameterFile.write(LAYOUT, values());
    ParameterLayout larger = LAYOUT.with("extra.weight", 1, 1);
    Refusals.requireRefused(
        () -> ParameterFile.read(bytes, larger, "file"), "no tensor \"extra.weight\"");
  }

  @Test
  void aTensorOfAnotherModelIsNamed() {
    ParameterLayout larger = LAYOUT.with("extra.weight", 1, 1);
    byte[] bytes = ParameterFile.write(larger, new float[larger.size()]);
    Refusals.requireRefused(
        () -> ParameterFile.read(bytes, LAYOUT, "file"),
        "file has \"extra.weight\", this model has not");
  }

  @Test
  void anEnsembleIsReadBackWholeAndRefusedAsOneNetwork() {
    float[] all = EnsembleLayout.join(List.of(values(), Numbers.uniform(LAYOUT.size(), 1, 2)));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ParameterFile.NAME, ParameterFile.write(LAYOUT, all));
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    ModelDirectory directory = ModelDirectory.of(files, "two");
    assertArrayEquals(all, directory.ensemble(() -> LAYOUT));
    Refusals.requireRefused(
        () -> directory.parameters(() -> LAYOUT), "is an ensemble of 2 networks, expected one");
    byte[] single = ParameterFile.write(LAYOUT, values());
    assertArrayEquals(values(), ParameterFile.read(single, LAYOUT, "file"));
  }
}
