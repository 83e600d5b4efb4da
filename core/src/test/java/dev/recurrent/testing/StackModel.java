package dev.recurrent.testing;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.nn.recurrent.RecurrentStack;
import dev.recurrent.train.BoundModel;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.List;

/**
 * A recurrent stack whose loss is a weighted sum of outputs and final states. Its input and its
 * initial states are parameters too, so that their gradients are checked like all others.
 */
public record StackModel(RecurrentConfig config, int steps, int batch)
    implements Model<WeightBatch> {
  @Override
  public ParameterLayout layout() {
    ParameterLayout layout = config.layout().with("input", steps * batch, config.inputSize());
    for (int level = 0; level < config.layers(); level++) {
      layout = layout.with("initial_l" + level, batch, stateSize());
    }
    return layout;
  }

  /** Columns of one level's state. */
  public int stateSize() {
    return config.cellOf(0).stateSize() * config.directions();
  }

  /** Random weights for the loss. */
  public WeightBatch weights(int[] lengths, long seed) {
    Matrix[] finals = new Matrix[config.layers()];
    for (int level = 0; level < finals.length; level++) {
      finals[level] = Numbers.matrix(batch, stateSize(), seed + 1 + level);
    }
    return new WeightBatch(
        Numbers.matrix(steps * batch, config.outputSize(), seed), finals, lengths);
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    float[] drawn = Numbers.uniform(parameters.length, 0.5, seed);
    System.arraycopy(drawn, 0, parameters, 0, drawn.length);
  }

  @Override
  public BoundModel<WeightBatch> bind(float[] parameters, float[] gradient) {
    return new StackPass(Parameters.of(layout(), parameters, gradient));
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    return List.of(new ModelSummary.Layer("all", "Stack", "(T, B, H)", config.layout().size()));
  }

  @Override
  public String kind() {
    return "test-stack";
  }

  private final class StackPass implements BoundModel<WeightBatch> {
    private final Parameters parameters;
    private final RecurrentStack stack;
    private final Matrix[] initial = new Matrix[config.layers()];

    StackPass(Parameters parameters) {
      this.parameters = parameters;
      stack = new RecurrentStack(config, parameters);
      for (int level = 0; level < initial.length; level++) {
        initial[level] = parameters.value("initial_l" + level);
      }
    }

    @Override
    public void parametersChanged() {
      stack.pack();
    }

    @Override
    public double lossAndGradient(WeightBatch weights, long seed) {
      Matrix x = parameters.value("input");
      Matrix y = stack.forwardTraining(x, batch, weights.lengths(), initial, seed);
      double loss = value(y, weights);
      Matrix[] dFinal = new Matrix[initial.length];
      for (int level = 0; level < initial.length; level++) {
        dFinal[level] = Numbers.copy(weights.finals()[level]);
      }
      Matrix dX = stack.backward(Numbers.copy(weights.output()), dFinal);
      Numbers.add(dX, parameters.gradient("input"));
      for (int level = 0; level < initial.length; level++) {
        Numbers.add(stack.dInitial(level), parameters.gradient("initial_l" + level));
      }
      return loss;
    }

    private double value(Matrix y, WeightBatch weights) {
      double loss = Numbers.dot(y, weights.output());
      for (int level = 0; level < initial.length; level++) {
        loss += Numbers.dot(stack.finalState(level), weights.finals()[level]);
      }
      return loss;
    }

    @Override
    public double loss(WeightBatch weights) {
      Matrix x = parameters.value("input");
      return value(stack.forward(x, batch, weights.lengths(), initial), weights);
    }
  }
}
