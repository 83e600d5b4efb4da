package dev.recurrent.timeseries.forecast;

import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.train.ModelSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Sizes and parameters of a network over segments.
 *
 * @param length w, values of a segment
 * @param contextSegments M; the oldest may be cut short by the context
 * @param horizonSegments K; the last may be cut short by the horizon
 */
record SegmentLayout(ForecastConfig config, int length, int contextSegments, int horizonSegments) {
  static final String SEGMENT = "segment.";
  static final String KNOWN = "known.";
  static final String POSITION = "position.";
  static final String SERIES = "series.";
  static final String STATIC = "static.";

  /** Of a configuration that has a segment length. */
  static SegmentLayout of(ForecastConfig config) {
    int length = Objects.requireNonNull(config.segmentLength());
    return new SegmentLayout(config, length, config.contextSteps(), config.horizonSteps());
  }

  /** Columns of a segment of the context: w steps after one another. */
  int contextColumns() {
    return length * (config.window().encoderInputs() + config.vectors(c -> !c.constant()));
  }

  /** Columns of a segment of the horizon. */
  int knownColumns() {
    return length * (config.window().decoderInputs() + config.vectors(SegmentLayout::knownWords));
  }

  /** Whether anything but a constant base is known of the horizon. */
  boolean readsKnown() {
    return config.window().decoderInputs() > 1
        || config.window().residual() == BaseForecast.SEASONAL
        || config.vectors(SegmentLayout::knownWords) > 0;
  }

  private static boolean knownWords(Category category) {
    return !category.constant() && category.known();
  }

  /** The first category with a table of {@link CategoryColumns}: that of series is its own. */
  int ownVectors() {
    return embedsSeries() ? 1 : 0;
  }

  /** The categories that a window has one value of, but its series. */
  int[] statics() {
    List<Category> all = config.window().categories();
    return CategoryColumns.places(config.window(), j -> j >= ownVectors() && all.get(j).constant());
  }

  /** Those that change, in the context or, of what is known, in the horizon. */
  int[] changing(boolean known) {
    List<Category> all = config.window().categories();
    return CategoryColumns.places(
        config.window(), j -> !all.get(j).constant() && (!known || all.get(j).known()));
  }

  /** Columns of the vectors of {@link #statics} together. */
  int staticColumns() {
    List<Category> all = config.window().categories();
    return all.stream()
        .skip(ownVectors())
        .filter(Category::constant)
        .mapToInt(Category::size)
        .sum();
  }

  boolean embedsSeries() {
    return !config.window().series().isEmpty();
  }

  /** Columns of the position's embedding; those of the series' follow it in the cell's input. */
  int positionSize() {
    return embedsSeries() ? (config.hiddenSize() + 1) / 2 : config.hiddenSize();
  }

  int seriesSize() {
    return config.hiddenSize() - positionSize();
  }

  /** Rows of the series' embedding: row 0 is that of unknown series. */
  int seriesRows() {
    return config.window().series().size() + 1;
  }

  /** Floats that a segment's input and output take. */
  long perStep() {
    return contextColumns() + (readsKnown() ? knownColumns() : 0) + 2L * config.outputs();
  }

  ParameterLayout parameters() {
    int hidden = config.hiddenSize();
    ParameterLayout layout =
        ParameterLayout.empty()
            .with(SEGMENT, Dense.layout(contextColumns(), hidden))
            .with(ForecastModel.ENCODER, config.encoder().layout())
            .with(POSITION, Embedding.layout(horizonSegments, positionSize()));
    if (embedsSeries()) {
      layout = layout.with(SERIES, Embedding.layout(seriesRows(), seriesSize()));
    }
    if (readsKnown()) {
      layout = layout.with(KNOWN, Dense.layout(knownColumns(), hidden));
    }
    if (staticColumns() > 0) {
      layout = layout.with(STATIC, Dense.layout(staticColumns(), hidden));
    }
    layout = layout.with(ForecastModel.OUTPUT, Dense.layout(hidden, config.outputs()));
    return CategoryColumns.with(layout, config.window().categories(), ownVectors());
  }

  /** Writes starting values of what lies before the recurrent layers. */
  void initialize(Parameters bound, SplittableRandom random) {
    double bySegment = 1 / Math.sqrt(contextColumns());
    Initializer.uniform(bound.at(SEGMENT).value("weight"), bySegment, random);
    bound.at(SEGMENT).value("bias").fill(0f);
    Initializer.uniform(bound.at(POSITION).value("weight"), 1, random);
    if (embedsSeries()) {
      Initializer.uniform(bound.at(SERIES).value("weight"), 1, random);
    }
    if (readsKnown()) {
      double byKnown = 1 / Math.sqrt(knownColumns());
      Initializer.uniform(bound.at(KNOWN).value("weight"), byKnown, random);
      bound.at(KNOWN).value("bias").fill(0f);
    }
    if (staticColumns() > 0) {
      double byStatic = 1 / Math.sqrt(staticColumns());
      Initializer.uniform(bound.at(STATIC).value("weight"), byStatic, random);
      bound.at(STATIC).value("bias").fill(0f);
    }
  }

  /** Lines of a summary: what lies before the recurrent layers. */
  List<ModelSummary.Layer> inputLayers() {
    int hidden = config.hiddenSize();
    List<ModelSummary.Layer> lines = new ArrayList<>();
    lines.add(
        dense("segment", "(" + contextSegments + ", B, " + hidden + ")", contextColumns(), hidden));
    lines.add(embedding("position", horizonSegments, positionSize()));
    if (embedsSeries()) {
      lines.add(embedding("series", seriesRows(), seriesSize()));
    }
    if (readsKnown()) {
      String shape = "(" + horizonSegments + ", B, " + hidden + ")";
      lines.add(dense("known", shape, knownColumns(), hidden));
    }
    if (staticColumns() > 0) {
      lines.add(dense("static", "(B, " + hidden + ")", staticColumns(), hidden));
    }
    return lines;
  }

  /** The last line of a summary. */
  ModelSummary.Layer outputLayer() {
    String shape = "(" + horizonSegments + ", B, " + config.outputs() + ")";
    return dense("output", shape, config.hiddenSize(), config.outputs());
  }

  private static ModelSummary.Layer dense(String name, String shape, int inputs, int outputs) {
    return new ModelSummary.Layer(name, "Dense", shape, (long) outputs * (inputs + 1));
  }

  private static ModelSummary.Layer embedding(String name, int rows, int columns) {
    String shape = "(" + rows + ", " + columns + ")";
    return new ModelSummary.Layer(name, "Embedding", shape, (long) rows * columns);
  }
}
