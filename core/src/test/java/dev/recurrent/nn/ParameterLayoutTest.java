package dev.recurrent.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
  private static ParameterLayout layout() {
    return ParameterLayout.empty().with("weight", 2, 3).with("bias", 1, 2);
  }

  @Test
  void entriesLieEndToEndInTheirOrder() {
    ParameterLayout layout = layout().with("more.", layout());
    List<String> names = layout.entries().stream().map(ParameterLayout.Entry::name).toList();
    assertEquals(List.of("weight", "bias", "more.weight", "more.bias"), names);
    int end = 0;
    for (ParameterLayout.Entry entry : layout.entries()) {
      assertEquals(end, entry.offset());
      end += entry.size();
    }
    assertEquals(end, layout.size());
    assertEquals(16, layout.size());
  }

  @Test
  void viewsShareTheFlatArray() {
    float[] flat = new float[8];
    Matrix bias = layout().view(flat, "bias");
    bias.set(0, 1, 5f);
    assertEquals(5f, flat[7]);
    Parameters parameters = Parameters.of(layout(), flat, new float[8]);
    assertEquals(5f, parameters.value("bias").get(0, 1));
    assertEquals(0f, parameters.gradient("bias").get(0, 1));
  }

  @Test
  void prefixesAddUp() {
    ParameterLayout layout = ParameterLayout.empty().with("a.b.", layout());
    Parameters parameters = Parameters.of(layout, new float[8], new float[8]).at("a.").at("b.");
    assertEquals("2x3", parameters.value("weight").shape());
  }

  @Test
  void aNameIsTakenOnce() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> layout().with("bias", 3, 3));
    assertEquals("parameter \"bias\" is in the layout already", e.getMessage());
    assertEquals(8, layout().size());
  }

  @Test
  void anUnknownNameListsTheKnown() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> layout().entry("wieght"));
    assertEquals("no parameter \"wieght\"; known: [weight, bias]", e.getMessage());
  }

  @Test
  void arraysMustBeOfTheLayoutsSize() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Parameters.of(layout(), new float[8], new float[7]));
    assertEquals("gradient has 7 floats, the layout needs 8", e.getMessage());
  }

  @Test
  void sizesBeyondAnArrayAreRefused() {
    ParameterLayout large = ParameterLayout.empty().with("a", 1 << 15, 1 << 15);
    assertThrows(IllegalArgumentException.class, () -> large.with("b", 1 << 15, 1 << 15));
    assertThrows(IllegalArgumentException.class, () -> large.with("b", 1 << 20, 1 << 20));
  }

  @Test
  void recurrentNamesArePyTorchs() {
    RecurrentConfig config = RecurrentConfig.of(CellType.GRU, 3, 4, 2).bidirectional();
    assertTrue(config.layout().contains("weight_ih_l0"));
    assertTrue(config.layout().contains("bias_hh_l1_reverse"));
    assertEquals(
        "12x8",
        config.layout().view(new float[config.layout().size()], "weight_ih_l1_reverse").shape());
    assertFalse(RecurrentConfig.of(CellType.LSTM, 3, 4, 1).layout().contains("bias_hh_l0"));
  }
}
