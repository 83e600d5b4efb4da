package dev.recurrent.testing;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.attention.AttentionDecoder;
import dev.recurrent.nn.attention.AttentionDecoderConfig;
import dev.recurrent.train.BoundModel;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.List;

/**
 * A decoder whose loss is a weighted sum of its outputs. Its input, its memory and its initial
 * states are parameters too.
 */
public record AttentionModel(AttentionDecoderConfig config, int steps, int memorySteps, int batch)
    implements Model<WeightBatch> {
  @Override
  public ParameterLayout layout() {
    ParameterLayout layout =
        config
            .layout()
            .with("input", steps * batch, config.embeddingSize())
            .with("memory", memorySteps * batch, config.memorySize());
    int state = config.layers().cellOf(0).stateSize();
    for (int level = 0; level < config.layers().layers(); level++) {
      layout = layout.with("initial_l" + level, batch, state);
    }
    return layout;
  }

  /** Random weights for the loss. */
  public WeightBatch weights(int[] lengths, long seed) {
    Matrix output = Numbers.matrix(steps * batch, config.outputSize(), seed);
    return new WeightBatch(output, new Matrix[0], lengths);
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    float[] drawn = Numbers.uniform(parameters.length, 0.4, seed);
    // Small weights keep differences from curvature; large ones let attention choose at all.
    for (ParameterLayout.Entry entry : layout().entries()) {
      boolean looks = entry.name().startsWith("attention.") || entry.name().equals("memory");
      for (int i = entry.offset(); i < entry.offset() + entry.size(); i++) {
        parameters[i] = looks ? 3 * drawn[i] : drawn[i];
      }
    }
  }

  @Override
  public BoundModel<WeightBatch> bind(float[] parameters, float[] gradient) {
    return new DecoderPass(Parameters.of(layout(), parameters, gradient));
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    return List.of(new ModelSummary.Layer("all", "Decoder", "(T, B, O)", config.layout().size()));
  }

  @Override
  public String kind() {
    return "test-decoder";
  }

  private final class DecoderPass implements BoundModel<WeightBatch> {
    private final Parameters parameters;
    private final AttentionDecoder decoder;
    private final Matrix[] initial = new Matrix[config.layers().layers()];

    DecoderPass(Parameters parameters) {
      this.parameters = parameters;
      decoder = new AttentionDecoder(config, parameters);
      for (int level = 0; level < initial.length; level++) {
        initial[level] = parameters.value("initial_l" + level);
      }
    }

    @Override
    public void parametersChanged() {
      decoder.pack();
    }

    @Override
    public double lossAndGradient(WeightBatch weights, long seed) {
      double loss = Numbers.dot(outputs(weights, seed), weights.output());
      Matrix dX = decoder.backward(Numbers.copy(weights.output()), batch);
      Numbers.add(dX, parameters.gradient("input"));
      Matrix dMemory = decoder.dMemory();
      if (dMemory != null) {
        Numbers.add(dMemory, parameters.gradient("memory"));
      }
      for (int level = 0; level < initial.length; level++) {
        Numbers.add(decoder.dInitial(level), parameters.gradient("initial_l" + level));
      }
      return loss;
    }

    private Matrix outputs(WeightBatch weights, Long seed) {
      int[] lengths = weights.lengths();
      if (lengths == null) {
        throw new IllegalArgumentException("lengths are missing");
      }
      decoder.attendTo(parameters.value("memory"), lengths, steps);
      return decoder.forward(parameters.value("input"), batch, initial, seed);
    }

    @Override
    public double loss(WeightBatch weights) {
      return lossAndGradient(weights, 0);
    }
  }
}
