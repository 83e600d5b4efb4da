package dev.recurrent.math;

import java.util.Arrays;

/** The oracle of the step product; its inner loop is one a compiler vectorises by itself. */
final class PlainStepProducts implements StepProducts {
  private static final int PANEL = 16;

  @Override
  public String name() {
    return "plain Java";
  }

  @Override
  public int panelColumns() {
    return PANEL;
  }

  @Override
  public void addProduct(Matrix a, PackedMatrix p, Matrix c) {
    float[] sums = p.edge;
    for (int j = 0; j < p.columns; j += PANEL) {
      int width = Math.min(PANEL, p.columns - j);
      for (int i = 0; i < a.rows; i++) {
        int at = c.index(i) + j;
        Arrays.fill(sums, 0, PANEL, 0f);
        for (int k = 0; k < p.rows; k++) {
          float value = a.data[a.index(i) + k];
          int panel = j * p.rows + k * PANEL;
          for (int n = 0; n < PANEL; n++) {
            sums[n] += value * p.data[panel + n];
          }
        }
        for (int n = 0; n < width; n++) {
          c.data[at + n] += sums[n];
        }
      }
    }
  }
}
