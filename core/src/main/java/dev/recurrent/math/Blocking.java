package dev.recurrent.math;

/** How many rows products take at once, and what is packed for them, as this machine wants it. */
public final class Blocking {
  /** At most as many rows go through a packed product also where large ones are not our own. */
  private static final int FEW_ROWS = 16;

  /** Weights of a megabyte, as much as a second-level cache of such a processor. */
  private static final int CACHED_FLOATS = 1 << 18;

  /** Fewer rows would wait for weights from a second-level cache, or from the one below it. */
  private static final int ROWS_IF_CACHED = 16;

  private static final int ROWS_IF_NOT = 96;

  /**
   * Gates of so many rows are still in a cache; fewer would fetch their weights' gradients more.
   */
  private static final int ROWS_BACK = 512;

  /** A sum that is kept elsewhere is added in the end, which costs as much as fifty rows. */
  private static final int MANY_ROWS = 1024;

  private Blocking() {}

  /** Whether a product of so many rows with weights used again and again should be packed. */
  public static boolean packs(int rows) {
    return Kernels.wide() || rows <= FEW_ROWS;
  }

  /**
   * How many rows a product should take at once, at least, whose result the steps read next, with
   * weights of so many floats: few, so that they find it in a cache; but not so few that it waits
   * for the weights.
   */
  public static int rowsAhead(int floats) {
    return !Kernels.wide()
        ? Integer.MAX_VALUE
        : floats <= CACHED_FLOATS ? ROWS_IF_CACHED : ROWS_IF_NOT;
  }

  /**
   * How many rows of gradients the products that read them should take at once, at most, while they
   * are in a cache.
   */
  public static int rowsBack() {
    return Kernels.wide() ? ROWS_BACK : Integer.MAX_VALUE;
  }

  /**
   * Whether Aᵀ B (M,N), summed over so many rows that come a few at a time, should have them of B
   * packed while they are in a cache, and be kept until all have come.
   */
  public static boolean packsRows(int rows, int m, int n) {
    return Kernels.wide()
        && rows >= MANY_ROWS
        && m >= PackedGemm.TILE_ROWS
        && n >= Kernels.panelColumns();
  }
}
