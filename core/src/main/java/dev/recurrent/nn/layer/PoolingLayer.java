package dev.recurrent.nn.layer;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.SequencePooling;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes one row of the rows of all steps of a sequence. Padding counts in nothing. */
public record PoolingLayer(Pooling pooling) implements Layer {
  @Override
  public String name() {
    return "pooling";
  }

  @Override
  public String type() {
    return "Pooling, " + pooling.label();
  }

  @Override
  public LayerShape output(LayerShape input) {
    if (!input.eachStep()) {
      throw new IllegalArgumentException(
          "pooling reads " + input.label() + ", expected a row for each step: (T, B, columns)");
    }
    return new LayerShape(pooling.outputSize(input.columns()), false, 1);
  }

  @Override
  public ParameterLayout layout(LayerShape input) {
    return SequencePooling.layout(pooling, input.columns(), input.columns());
  }

  @Override
  public void initialize(LayerShape input, Parameters parameters, SplittableRandom random) {
    if (pooling == Pooling.ATTENTION) {
      Initializer.glorot(parameters.value("weight"), random);
      parameters.value("bias").fill(0f);
      Initializer.glorot(parameters.value("context"), random);
    }
  }

  @Override
  public BoundLayer bind(LayerShape input, Parameters parameters) {
    SequencePooling bound = new SequencePooling(pooling, input.directions(), parameters);
    return new BoundLayer() {
      private @Nullable Sequences pooled;

      @Override
      public Matrix forward(Matrix x, Sequences sequences) {
        pooled = sequences;
        return bound.forward(x, sequences.lengths());
      }

      @Override
      public Matrix backward(Matrix dOutput) {
        int steps = Objects.requireNonNull(pooled, "backward before forward").steps();
        return bound.backward(dOutput, steps, input.columns());
      }
    };
  }
}
