package dev.recurrent.math;

import java.util.Arrays;

/**
 * The innermost tile of products by itself, and the loop of multiply-adds that shows what the
 * processor could do. For benchmarks: nothing that trains calls it. One thread at a time.
 */
public final class InnermostTile {
  /** Multiply-adds of one call of either method: of 6 x 128 by 128 x 32, whatever a panel has. */
  public static final String SHAPE = "6x128x32";

  private static final int COLUMNS_BY_DEPTH = 32 * 128;

  private final Matrix a;
  private final PackedMatrix panel;

  /** Operands that fit the first-level cache. */
  public InnermostTile() {
    panel = new PackedMatrix(COLUMNS_BY_DEPTH / Kernels.panelColumns(), Kernels.panelColumns());
    a = Matrix.zeros(PackedGemm.TILE_ROWS, panel.rows);
    a.fill(0.5f);
    Arrays.fill(panel.data, 0.25f);
  }

  /** Six rows by one panel, with the tile that step products use here; returns one of its sums. */
  public float tile() {
    Kernels.steps().tile(a, panel);
    return panel.edge[0];
  }

  /**
   * As many multiply-adds in a loop that loads nothing and whose sums do not wait for each other;
   * returns one of them.
   */
  public float multiplyAdds() {
    Kernels.steps().multiplyAdds(panel.rows, panel.edge);
    return panel.edge[0];
  }
}
