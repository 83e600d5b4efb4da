package dev.recurrent.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A line chart as inline SVG with its legend above the drawing.
 *
 * <p>Lines differ by colour and by dash pattern, so that they can be told apart in black and white.
 * A long series is thinned to the least and greatest value per column of the drawing, which keeps
 * its extremes and the SVG under about 60 kB; gaps narrower than such a column close. Numbers
 * beyond 1e300 count as not finite. Without a point to show, the chart says "no data yet".
 *
 * @param title what the chart shows
 * @param x the horizontal axis
 * @param y the vertical axis; it ends at round values around the data and the reference lines
 * @param series the lines, in legend order
 * @param references horizontal lines, labelled at the right edge
 * @param bands shaded areas behind the lines, from the widest to the narrowest
 */
public record LineChart(
    String title,
    Axis x,
    Axis y,
    List<Series> series,
    List<ReferenceLine> references,
    List<Band> bands)
    implements Block {

  public LineChart {
    Objects.requireNonNull(title);
    Objects.requireNonNull(x);
    Objects.requireNonNull(y);
    series = List.copyOf(series);
    references = List.copyOf(references);
    bands = List.copyOf(bands);
  }

  /** A chart of lines alone. */
  public static LineChart of(String title, Axis x, Axis y, Series... series) {
    return new LineChart(title, x, y, List.of(series), List.of(), List.of());
  }

  /** This chart with one more horizontal line. */
  public LineChart withReference(String label, double value) {
    List<ReferenceLine> more = new ArrayList<>(references);
    more.add(new ReferenceLine(label, value));
    return new LineChart(title, x, y, series, more, bands);
  }

  /** This chart with one more band, in front of the others and behind the lines. */
  public LineChart withBand(Band band) {
    List<Band> more = new ArrayList<>(bands);
    more.add(band);
    return new LineChart(title, x, y, series, references, more);
  }

  @Override
  public String html() {
    return "<figure>\n<figcaption>"
        + Markup.escape(title)
        + "</figcaption>\n"
        + new Legend(this).html()
        + "<div class=\"wide\">\n"
        + svg()
        + "</div>\n</figure>\n";
  }

  /** The drawing alone; {@link #html()} puts the title and the legend above it. */
  String svg() {
    StringBuilder out = new StringBuilder();
    out.append(
        "<svg class=\"chart\" role=\"img\" viewBox=\"0 0 %s %s\" width=\"%1$s\">\n"
            .formatted(Plot.WIDTH, Plot.HEIGHT));
    out.append("<title>").append(Markup.escape(title)).append("</title>\n");
    out.append("<desc>").append(Markup.escape(new Summary(this).text())).append("</desc>\n");
    Plot plot = Plot.of(this);
    if (plot == null) {
      double middle = Plot.WIDTH / 2.0;
      out.append(
          "<rect class=\"empty\" x=\"1\" y=\"1\" width=\"%s\" height=\"%s\" rx=\"6\"/>\n"
              .formatted(Plot.WIDTH - 2, Plot.HEIGHT - 2));
      out.append(Markup.text(middle, Plot.HEIGHT / 2.0, "text-anchor=\"middle\"", "no data yet"));
    } else {
      out.append(new Axes(plot, this).svg());
      out.append(new Curves(plot, this).svg());
      out.append(new References(plot, this).svg());
    }
    return out.append("</svg>\n").toString();
  }
}
