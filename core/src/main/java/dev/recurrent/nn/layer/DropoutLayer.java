package dev.recurrent.nn.layer;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.Parameters;

/**
 * Dropout on each row while training.
 *
 * @param rate share of values set to zero, 0 to below 1
 * @param kind whether a mask is drawn for each step or for the whole sequence
 */
public record DropoutLayer(float rate, Dropout.Kind kind) implements Layer {
  /**
   * @throws IllegalArgumentException for a rate that cannot be
   */
  public DropoutLayer {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "dropout is " + rate + ", expected at least 0 and below 1");
    }
  }

  @Override
  public String name() {
    return "dropout";
  }

  @Override
  public String type() {
    return "Dropout";
  }

  @Override
  public LayerShape output(LayerShape input) {
    return input;
  }

  @Override
  public BoundLayer bind(LayerShape input, Parameters parameters) {
    Dropout dropout = new Dropout(rate, kind);
    return new BoundLayer() {
      private boolean dropped;

      @Override
      public Matrix forward(Matrix x, Sequences sequences) {
        dropped = false;
        return x;
      }

      @Override
      public Matrix forwardTraining(Matrix x, Sequences sequences, long seed) {
        dropped = dropout.active();
        return dropped ? dropout.forward(x, sequences.batchSize(), seed) : x;
      }

      @Override
      public Matrix backward(Matrix dOutput) {
        if (dropped) {
          dropout.backward(dOutput);
        }
        return dOutput;
      }
    };
  }
}
