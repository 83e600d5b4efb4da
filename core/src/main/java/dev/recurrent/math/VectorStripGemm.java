package dev.recurrent.math;

import static dev.recurrent.math.VectorTiles.PANEL;

import org.jspecify.annotations.Nullable;

/**
 * A block of {@link VectorPackedGemm} with rows of A packed into {@link VectorStrips}, for
 * processors whose multipliers wait for the addresses of rows that lie apart. A panel stays in the
 * first-level cache while strips from the second-level cache go past it.
 */
final class VectorStripGemm {
  /** Rows that are packed at once: with a block of K a hundred kilobytes. */
  private static final int ROWS = 96;

  /** Values of K in a block: a panel of them is twenty-four kilobytes. */
  private static final int BLOCK = 192;

  /** What a thread packs into, kept from product to product. */
  private static final ThreadLocal<float[]> STRIPS =
      ThreadLocal.withInitial(() -> VectorStrips.room(ROWS + VectorStrips.ROWS));

  private VectorStripGemm() {}

  /** Rows of the next block: those left after it are none, or a strip and more. */
  static int blockRows(int left) {
    return left < ROWS + VectorStrips.ROWS ? left : ROWS;
  }

  /** Values of K in the next block of so many that are left, as even as can be. */
  static int blockLength(int left) {
    int blocks = Math.max(1, (left + BLOCK / 2) / BLOCK);
    return (left + blocks - 1) / blocks;
  }

  /** As {@link VectorPackedGemm#addBlocks}, of one block of K. */
  static void addBlock(
      Matrix a,
      int from,
      int end,
      int k,
      PackedMatrix p,
      int row,
      int count,
      @Nullable Matrix bias,
      Matrix c,
      int column) {
    float[] strips = STRIPS.get();
    for (int i = from, next; i < end; i = next) {
      next = i + blockRows(end - i);
      VectorStrips.packRows(a, i, next, k, count, strips);
      for (int j = 0; j < p.panels(); j++) {
        for (int at = i, strip = 0, rows; at < next; at += rows, strip += VectorStrips.ROOM) {
          rows = VectorStrips.rows(next - at);
          VectorStrips.tile(rows, strips, strip, p.data, p.index(j, row), count, p.edge);
          store(p, j, rows, bias, c, c.index(at), column);
        }
      }
    }
  }

  /** One tile by itself; its time is what counts, so that A is read as if it were packed. */
  static void tile(Matrix a, PackedMatrix p) {
    VectorStrips.tile(VectorStrips.ROWS, STRIPS.get(), 0, p.data, 0, p.rows, p.edge);
  }

  private static void store(
      PackedMatrix p, int j, int rows, @Nullable Matrix bias, Matrix c, int to, int column) {
    int at = column + p.column(j);
    if (bias != null && p.column(j) == j * PANEL) {
      VectorTiles.set(p.edge, rows, bias.data, bias.offset + at, c.data, to + at, c.stride);
    } else {
      VectorStrips.add(p.edge, rows, p.columns, c, to + at);
    }
  }
}
