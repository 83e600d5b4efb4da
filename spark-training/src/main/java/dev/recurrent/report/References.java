package dev.recurrent.report;

import java.util.Comparator;
import java.util.List;

/** Draws horizontal reference lines, with labels to the right of the plot where no line runs. */
record References(Plot plot, LineChart chart) {

  /** Labels closer than this would overlap. */
  private static final double LINE_HEIGHT = 15;

  String svg() {
    List<ReferenceLine> lines =
        chart.references().stream()
            .filter(line -> !Double.isNaN(plot.py(line.value())))
            .sorted(Comparator.comparingDouble(line -> plot.py(line.value())))
            .toList();
    double[] heights = lines.stream().mapToDouble(line -> plot.py(line.value())).toArray();
    double[] labels = apart(heights);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < labels.length; i++) {
      String path =
          Curves.move(plot.left(), heights[i])
              + "H"
              + Markup.px(plot.right() + 3)
              + "L"
              + Markup.px(plot.right() + Plot.REFERENCE_GAP - 5)
              + " "
              + Markup.px(labels[i]);
      out.append(
          "<path class=\"reference\" fill=\"none\" stroke-dasharray=\"1 3\" d=\"%s\"/>\n"
              .formatted(path));
      out.append(
          Markup.text(
              plot.right() + Plot.REFERENCE_GAP,
              labels[i] + Axes.BASELINE,
              "class=\"name\"",
              Markup.fitted(lines.get(i).label(), Plot.WIDEST_REFERENCE)));
    }
    return out.toString();
  }

  /** The ascending heights, moved down and then up as far as it takes to keep labels apart. */
  private static double[] apart(double[] heights) {
    double[] moved = heights.clone();
    double room = Plot.BOTTOM - Plot.TOP;
    double distance = Math.min(LINE_HEIGHT, room / Math.max(1, heights.length));
    for (int i = 1; i < moved.length; i++) {
      moved[i] = Math.max(moved[i], moved[i - 1] + distance);
    }
    double limit = Plot.BOTTOM;
    for (int i = moved.length - 1; i >= 0; i--) {
      moved[i] = Math.min(moved[i], limit);
      limit = moved[i] - distance;
    }
    return moved;
  }
}
