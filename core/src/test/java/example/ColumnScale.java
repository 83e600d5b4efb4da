package example;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.layer.BoundLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.LayerShape;
import dev.recurrent.nn.layer.Sequences;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Multiplies each column by a learned factor. */
public record ColumnScale() implements Layer {
  @Override
  public String name() {
    return "scale";
  }

  @Override
  public String type() {
    return "ColumnScale";
  }

  @Override
  public LayerShape output(LayerShape input) {
    return input;
  }

  @Override
  public ParameterLayout layout(LayerShape input) {
    return ParameterLayout.empty().with("weight", 1, input.columns());
  }

  @Override
  public void initialize(LayerShape input, Parameters parameters, SplittableRandom random) {
    parameters.value("weight").fill(1f);
  }

  @Override
  public BoundLayer bind(LayerShape input, Parameters parameters) {
    return new Bound(parameters.value("weight"), parameters.gradient("weight"));
  }

  private static final class Bound implements BoundLayer {
    private final Matrix weight;
    private final Matrix dWeight;
    private final Scratch output = new Scratch();
    private @Nullable Matrix read;

    Bound(Matrix weight, Matrix dWeight) {
      this.weight = weight;
      this.dWeight = dWeight;
    }

    @Override
    public Matrix forward(Matrix x, Sequences sequences) {
      read = x;
      Matrix y = output.matrix(x.rows, x.columns);
      for (int i = 0; i < x.rows; i++) {
        for (int j = 0; j < x.columns; j++) {
          y.set(i, j, x.get(i, j) * weight.get(0, j));
        }
      }
      return y;
    }

    @Override
    public Matrix backward(Matrix dOutput) {
      Matrix x = Objects.requireNonNull(read, "backward before forward");
      for (int i = 0; i < x.rows; i++) {
        for (int j = 0; j < x.columns; j++) {
          float d = dOutput.get(i, j);
          dWeight.set(0, j, dWeight.get(0, j) + d * x.get(i, j));
          dOutput.set(i, j, d * weight.get(0, j));
        }
      }
      return dOutput;
    }
  }
}
