package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Seed;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.cell.Cell;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Forecasts N values from C: recurrent layers read the context; a second stack walks the horizon,
 * or the last state gives it at once, or segment by segment.
 */
public record ForecastModel(ForecastConfig config) implements Model<WindowBatch> {
  static final String ENCODER = "encoder.";
  static final String DECODER = "decoder.";
  static final String OUTPUT = "output.";

  /** The name of the kind in {@code model.json}. */
  public static final String KIND = "forecaster";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ParameterLayout layout() {
    if (config.segmentLength() != null) {
      return SegmentLayout.of(config).parameters();
    }
    ParameterLayout layout = ParameterLayout.empty().with(ENCODER, config.encoder().layout());
    if (config.decoder()) {
      layout = layout.with(DECODER, config.decoderSizes().layout());
    }
    layout = layout.with(OUTPUT, Dense.layout(config.hiddenSize(), config.outputs()));
    return CategoryColumns.with(layout, config.window().categories(), 0);
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    Parameters bound = Parameters.of(layout(), parameters, new float[parameters.length]);
    SplittableRandom random = new SplittableRandom(Seed.of(seed, 0));
    if (config.segmentLength() != null) {
      SegmentLayout.of(config).initialize(bound, random);
    }
    config.encoder().initialize(bound.at(ENCODER), random);
    if (config.decoder()) {
      config.decoderSizes().initialize(bound.at(DECODER), random);
    }
    // Small, so that a network with a base begins as that base.
    Initializer.uniform(bound.at(OUTPUT).value("weight"), 0.01, random);
    bound.at(OUTPUT).value("bias").fill(0f);
    CategoryColumns.initialize(bound, config.window().categories(), ownVectors(), random);
  }

  /** The first category with a table of its own: a network over segments has one of series. */
  private int ownVectors() {
    return config.segmentLength() != null && !config.window().series().isEmpty() ? 1 : 0;
  }

  @Override
  public BoundForecast bind(float[] parameters, float[] gradient) {
    Parameters bound = Parameters.of(layout(), parameters, gradient);
    return config.segmentLength() == null
        ? new ForecastPass(config, bound)
        : new SegmentPass(config, bound);
  }

  /** Floats of memory that training keeps for each target. */
  public long activationsPerTarget() {
    long horizon = config.window().horizon();
    if (config.segmentLength() != null) {
      SegmentLayout sizes = SegmentLayout.of(config);
      long steps = config.contextSteps() + config.horizonSteps();
      return (steps * (perStep(config.encoder()) + sizes.perStep())) / horizon + 1;
    }
    long steps = (config.contextSteps() + (config.decoder() ? horizon : 0)) / horizon + 1;
    return steps * perStep(config.encoder());
  }

  private long perStep(RecurrentConfig sizes) {
    Cell cell = sizes.cellOf(0);
    return config.layers() * (cell.tapeSize() + cell.stateSize() + 3L * cell.hiddenSize())
        + 2L * sizes.inputSize();
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    List<ModelSummary.Layer> lines =
        new ArrayList<>(CategoryColumns.layers(config.window().categories(), ownVectors()));
    if (config.segmentLength() != null) {
      SegmentLayout sizes = SegmentLayout.of(config);
      lines.addAll(sizes.inputLayers());
      add(lines, "rnn_l", config.encoder(), config.contextSteps());
      lines.add(sizes.outputLayer());
      return lines;
    }
    String name = config.decoder() ? "encoder_l" : "rnn_l";
    add(lines, name, config.encoder(), config.window().contextLength());
    if (config.decoder()) {
      add(lines, "decoder_l", config.decoderSizes(), config.window().horizon());
    }
    long outputs = (long) config.outputs() * (config.hiddenSize() + 1);
    String shape =
        config.decoder()
            ? "(" + config.window().horizon() + ", B, " + config.outputs() + ")"
            : "(B, " + config.outputs() + ")";
    lines.add(new ModelSummary.Layer("output", "Dense", shape, outputs));
    return lines;
  }

  private void add(List<ModelSummary.Layer> lines, String name, RecurrentConfig sizes, int steps) {
    for (int i = 0; i < config.layers(); i++) {
      Cell cell = sizes.cellOf(i);
      long biases = cell.hasRecurrentBias() ? 2 : 1;
      lines.add(
          new ModelSummary.Layer(
              name + i,
              cell.label(),
              "(" + steps + ", B, " + cell.hiddenSize() + ")",
              (long) cell.gateSize() * (cell.inputSize() + cell.hiddenSize() + biases)));
    }
  }
}
