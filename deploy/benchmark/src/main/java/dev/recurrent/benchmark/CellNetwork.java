package dev.recurrent.benchmark;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.DistinctRows;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SoftmaxOutput;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.recurrent.RecurrentStack;
import dev.recurrent.train.Batch;
import dev.recurrent.train.BoundModel;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.List;
import java.util.SplittableRandom;

/** The network of a {@link CellTask}, on our engine. */
record CellNetwork(CellTask task) implements Model<CellNetwork.Input> {
  /** Tokens and classes, or numbers and values. */
  record Input(int[] tokens, int[] classes, Matrix numbers, Matrix values) implements Batch {
    static Input random(CellTask task, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int n = task.targets();
      int v = Math.max(1, task.classes());
      Matrix numbers = Matrix.zeros(task.classes() == 0 ? n : 0, task.input());
      Initializer.uniform(numbers, 1, random);
      Matrix values = Matrix.zeros(task.batch(), 1);
      Initializer.uniform(values, 1, random);
      return new Input(
          random.ints(n, 0, v).toArray(), random.ints(n, 0, v).toArray(), numbers, values);
    }

    @Override
    public int targets() {
      return tokens.length;
    }
  }

  @Override
  public ParameterLayout layout() {
    ParameterLayout layout = ParameterLayout.empty();
    if (task.classes() > 0) {
      layout = layout.with("embedding.", Embedding.layout(task.classes(), task.input()));
    }
    return layout
        .with("recurrent.", task.recurrent().layout())
        .with("output.", Dense.layout(task.hidden(), Math.max(1, task.classes())));
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    Initializer.uniform(
        Matrix.view(parameters, 0, 1, parameters.length), 0.1, new SplittableRandom(seed));
  }

  @Override
  public BoundModel<Input> bind(float[] parameters, float[] gradient) {
    Parameters bound = Parameters.of(layout(), parameters, gradient);
    return task.classes() > 0 ? new Tokens(bound) : new Numbers(bound);
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    return List.of(new ModelSummary.Layer("all", task.label(), "", layout().size()));
  }

  @Override
  public String kind() {
    return "benchmark";
  }

  private final class Tokens implements BoundModel<Input> {
    private final Embedding embedding;
    private final RecurrentStack stack;
    private final SoftmaxOutput loss;

    Tokens(Parameters parameters) {
      embedding = new Embedding(parameters.at("embedding."));
      stack = new RecurrentStack(task.recurrent(), parameters.at("recurrent."));
      Dense output = new Dense(parameters.at("output."));
      loss = new SoftmaxOutput(output, new SoftmaxCrossEntropy(0f));
    }

    @Override
    public void parametersChanged() {
      stack.pack();
    }

    private Matrix outputs(Input batch) {
      DistinctRows x = embedding.lookup(batch.tokens(), batch.tokens().length);
      return stack.forward(x, task.batch(), null, null);
    }

    @Override
    public double lossAndGradient(Input batch, long seed) {
      double mean = loss.lossAndGradient(outputs(batch), batch.classes());
      embedding.backward(stack.backward(loss.dInput(), null));
      return mean;
    }

    @Override
    public double loss(Input batch) {
      return loss.loss(outputs(batch), batch.classes());
    }
  }

  private final class Numbers implements BoundModel<Input> {
    private final RecurrentStack stack;
    private final Dense output;
    private final SquaredError loss = new SquaredError();
    private final Matrix dOutput = Matrix.zeros(task.targets(), task.hidden());
    private final Matrix dLast = dOutput.rows(task.targets() - task.batch(), task.batch());
    private Matrix whole = dOutput;
    private Matrix last = dLast;

    Numbers(Parameters parameters) {
      stack = new RecurrentStack(task.recurrent(), parameters.at("recurrent."));
      output = new Dense(parameters.at("output."));
    }

    @Override
    public void parametersChanged() {
      stack.pack();
    }

    private Matrix predictions(Input batch) {
      Matrix y = stack.forward(batch.numbers(), task.batch(), null, null);
      if (y != whole) {
        whole = y;
        last = y.rows(task.targets() - task.batch(), task.batch());
      }
      return output.forward(last);
    }

    @Override
    public double lossAndGradient(Input batch, long seed) {
      Matrix predictions = predictions(batch);
      double mean = loss.lossAndGradient(predictions, batch.values(), null);
      dOutput.fill(0f);
      dLast.copyFrom(output.backward(predictions));
      stack.backwardFromData(dOutput, null);
      return mean;
    }

    @Override
    public double loss(Input batch) {
      Matrix predictions = predictions(batch);
      return loss.lossAndGradient(predictions, batch.values(), null);
    }
  }
}
