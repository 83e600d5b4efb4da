package dev.recurrent.learning;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.nn.recurrent.RecurrentStack;
import dev.recurrent.train.BoundModel;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.List;
import java.util.SplittableRandom;

/** Recurrent layers and a linear output at every step, squared error. */
record Regressor(RecurrentConfig recurrent, int outputs) implements Model<SequenceBatch> {
  @Override
  public ParameterLayout layout() {
    return recurrent.layout().with("output.", Dense.layout(recurrent.outputSize(), outputs));
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    Parameters bound = Parameters.of(layout(), parameters, new float[parameters.length]);
    SplittableRandom random = new SplittableRandom(seed);
    recurrent.initialize(bound, random);
    Initializer.glorot(bound.at("output.").value("weight"), random);
  }

  @Override
  public Network bind(float[] parameters, float[] gradient) {
    return new Network(recurrent, Parameters.of(layout(), parameters, gradient));
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    return List.of();
  }

  @Override
  public String kind() {
    return "regressor";
  }

  /** The network at work. */
  static final class Network implements BoundModel<SequenceBatch> {
    private final RecurrentStack stack;
    private final Dense output;

    Network(RecurrentConfig recurrent, Parameters parameters) {
      stack = new RecurrentStack(recurrent, parameters);
      output = new Dense(parameters.at("output."));
    }

    @Override
    public void parametersChanged() {
      stack.pack();
    }

    Matrix predict(SequenceBatch batch) {
      return output.forward(stack.forward(batch.inputs(), batch.batchSize(), null, null));
    }

    @Override
    public double lossAndGradient(SequenceBatch batch, long seed) {
      Matrix predictions = predict(batch);
      double loss = new SquaredError().lossAndGradient(predictions, batch.outputs(), null);
      stack.backward(output.backward(predictions), null);
      return loss;
    }

    @Override
    public double loss(SequenceBatch batch) {
      Matrix predictions = predict(batch);
      return new SquaredError().lossAndGradient(predictions, batch.outputs(), null);
    }
  }
}
