package dev.recurrent.spark;

import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.train.BoundModel;
import dev.recurrent.train.Model;
import dev.recurrent.train.ModelSummary;
import java.util.List;

/** y = w x, squared error: small enough to follow by hand. Carries a count of batches seen. */
public record LineModel(int padding) implements Model<RowBatch> {
  @Override
  public ParameterLayout layout() {
    return ParameterLayout.empty()
        .with("weight", 1, RowShard.INPUTS)
        .with("unused", 1, Math.max(1, padding));
  }

  @Override
  public void initialize(float[] parameters, long seed) {
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = 0.01f * (seed + i % 17);
    }
  }

  @Override
  public BoundModel<RowBatch> bind(float[] parameters, float[] gradient) {
    return new LinePass(parameters, gradient);
  }

  @Override
  public List<ModelSummary.Layer> layers() {
    return List.of(new ModelSummary.Layer("line", "Dense", "(B, 1)", layout().size()));
  }

  @Override
  public String kind() {
    return "line";
  }

  private static final class LinePass implements BoundModel<RowBatch> {
    private final float[] parameters;
    private final float[] gradient;
    private float seen;

    LinePass(float[] parameters, float[] gradient) {
      this.parameters = parameters;
      this.gradient = gradient;
    }

    @Override
    public void parametersChanged() {}

    @Override
    public double lossAndGradient(RowBatch batch, long seed) {
      seen++;
      double sum = 0;
      for (int r = 0; r < batch.rows.length; r++) {
        double error = error(batch, r);
        sum += error * error;
        for (int j = 0; j < RowShard.INPUTS; j++) {
          gradient[j] += (float) (2 * error * batch.rows[r][j] / batch.rows.length);
        }
      }
      return sum / batch.rows.length;
    }

    private double error(RowBatch batch, int r) {
      double y = 0;
      for (int j = 0; j < RowShard.INPUTS; j++) {
        y += (double) parameters[j] * batch.rows[r][j];
      }
      return y - batch.targets[r];
    }

    @Override
    public double loss(RowBatch batch) {
      double sum = 0;
      for (int r = 0; r < batch.rows.length; r++) {
        sum += error(batch, r) * error(batch, r);
      }
      return sum / batch.rows.length;
    }

    @Override
    public float[] carry() {
      return new float[] {seen};
    }

    @Override
    public void resume(float[] carry) {
      seen = carry.length == 0 ? 0 : carry[0];
    }
  }
}
