package dev.recurrent.testing;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dense;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.train.BoundModel;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.List;

/** One dense layer under a loss. */
public record DenseModel(int inputSize, int outputSize, Loss criterion)
    implements Model<TableBatch> {
  @Override
  public ParameterLayout layout() {
    return Dense.layout(inputSize, outputSize);
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    float[] drawn = Numbers.uniform(parameters.length, 0.5, seed);
    System.arraycopy(drawn, 0, parameters, 0, drawn.length);
  }

  @Override
  public BoundModel<TableBatch> bind(float[] parameters, float[] gradient) {
    Dense dense = new Dense(Parameters.of(layout(), parameters, gradient));
    return new BoundModel<>() {
      @Override
      public void parametersChanged() {}

      @Override
      public double lossAndGradient(TableBatch batch, long seed) {
        Matrix y = dense.forward(batch.input());
        double loss = criterion.lossAndGradient(y, batch.values(), null);
        dense.backward(y);
        return loss;
      }

      @Override
      public double loss(TableBatch batch) {
        Matrix y = dense.forward(batch.input());
        return criterion.lossAndGradient(y, batch.values(), null);
      }
    };
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    return List.of(new ModelSummary.Layer("dense", "Dense", "(R, N)", layout().size()));
  }

  @Override
  public String kind() {
    return "test-dense";
  }
}
