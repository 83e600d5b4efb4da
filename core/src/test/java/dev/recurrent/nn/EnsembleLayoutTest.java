package dev.recurrent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnsembleLayoutTest {
  private static final ParameterLayout MEMBER =
      ParameterLayout.empty().with("weight", 2, 1).with("bias", 1, 1);

  @Test
  void aSingleNetworkKeepsItsNamesAndItsArray() {
    float[] parameters = {1, 2, 3};
    assertSame(MEMBER, EnsembleLayout.of(MEMBER, 1));
    assertSame(parameters, EnsembleLayout.split(MEMBER, parameters).get(0));
    assertSame(parameters, EnsembleLayout.join(List.of(parameters)));
    assertEquals(1, EnsembleLayout.members(List.of("weight", "bias")));
  }

  @Test
  void membersLieOneBehindAnotherInTheirOrder() {
    float[] all = EnsembleLayout.join(List.of(new float[] {1, 2, 3}, new float[] {4, 5, 6}));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, all);
    assertArrayEquals(new float[] {4, 5, 6}, EnsembleLayout.split(MEMBER, all).get(1));
    ParameterLayout layout = EnsembleLayout.of(MEMBER, 2);
    assertEquals(5, layout.entry("members.1.bias").offset());
    List<String> names = layout.entries().stream().map(ParameterLayout.Entry::name).toList();
    assertEquals(2, EnsembleLayout.members(names));
  }

  @Test
  void partOfANetworkIsRefused() {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> EnsembleLayout.split(MEMBER, new float[4]))
            .getMessage();
    assertEquals("parameters has 4 floats, the layout needs 3", message);
    assertThrows(IllegalArgumentException.class, () -> EnsembleLayout.of(MEMBER, 0));
  }

  @Test
  void namesThatSkipAMemberDoNotMakeOneMore() {
    List<String> names = List.of("members.0.bias", "members.2000000000.bias");
    assertEquals(2, EnsembleLayout.members(names));
    assertTrue(!EnsembleLayout.of(MEMBER, 2).contains("members.2000000000.bias"));
  }
}
