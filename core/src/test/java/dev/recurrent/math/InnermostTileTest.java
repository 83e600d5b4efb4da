package dev.recurrent.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InnermostTileTest {
  @Test
  void tileIsTheSumOfItsProducts() {
    Matrix a = Matrix.zeros(PackedGemm.TILE_ROWS, 40);
    a.fill(0.5f);
    for (PackedGemm steps : List.of(new VectorPackedGemm(false), new PlainPackedGemm())) {
      PackedMatrix panel = new PackedMatrix(40, steps.panelColumns());
      if (panel.panelColumns == steps.panelColumns()) {
        Arrays.fill(panel.data, 0.25f);
        steps.tile(a, panel);
        for (float sum : panel.edge) {
          assertEquals(5f, sum);
        }
      }
    }
  }

  @Test
  void bothRunAndStayFinite() {
    InnermostTile innermost = new InnermostTile();
    for (int i = 0; i < 100; i++) {
      assertTrue(Float.isFinite(innermost.tile()));
      assertTrue(innermost.multiplyAdds() > 0.4f);
      assertTrue(Float.isFinite(innermost.multiplyAdds()));
    }
  }
}
