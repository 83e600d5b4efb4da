package dev.recurrent.nn.layer;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.Parameters;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes H columns of the 2H columns [forward | reverse] of a bidirectional layer: Keras's {@code
 * merge_mode}. It stands above the layer, or above a pooling of its outputs.
 */
public record MergeDirections(Mode mode) implements Layer {
  /** How two numbers become one. */
  public enum Mode {
    SUM,
    PRODUCT,
    MEAN
  }

  @Override
  public String name() {
    return "merge";
  }

  @Override
  public String type() {
    return "Merge directions, " + mode.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public LayerShape output(LayerShape input) {
    if (input.columns() % 2 != 0) {
      throw new IllegalArgumentException(
          "merge reads "
              + input.label()
              + ", expected an even number of columns: [forward | reverse]");
    }
    return input.withColumns(input.columns() / 2);
  }

  @Override
  public BoundLayer bind(LayerShape input, Parameters parameters) {
    return new Bound(mode);
  }

  private static final class Bound implements BoundLayer {
    private final Mode mode;
    private final Scratch output = new Scratch();
    private final Scratch dInput = new Scratch();
    private @Nullable Matrix read;

    Bound(Mode mode) {
      this.mode = mode;
    }

    @Override
    public Matrix forward(Matrix x, Sequences sequences) {
      read = x;
      int size = x.columns / 2;
      Matrix y = output.matrix(x.rows, size);
      for (int i = 0; i < x.rows; i++) {
        int from = x.index(i);
        int to = y.index(i);
        for (int j = 0; j < size; j++) {
          y.data[to + j] = merged(x.data[from + j], x.data[from + size + j]);
        }
      }
      return y;
    }

    private float merged(float forward, float reverse) {
      return switch (mode) {
        case SUM -> forward + reverse;
        case PRODUCT -> forward * reverse;
        case MEAN -> (forward + reverse) / 2;
      };
    }

    @Override
    public boolean readsItsOutputs() {
      return false;
    }

    @Override
    public Matrix backward(Matrix dOutput) {
      Matrix x = Objects.requireNonNull(read, "backward before forward");
      int size = dOutput.columns;
      Matrix d = dInput.matrix(x.rows, x.columns);
      for (int i = 0; i < x.rows; i++) {
        int from = dOutput.index(i);
        int to = d.index(i);
        int at = x.index(i);
        for (int j = 0; j < size; j++) {
          float dy = dOutput.data[from + j];
          d.data[to + j] = dy * slope(x.data[at + size + j]);
          d.data[to + size + j] = dy * slope(x.data[at + j]);
        }
      }
      return d;
    }

    /** Of the merged number by one of the two. */
    private float slope(float other) {
      return switch (mode) {
        case SUM -> 1f;
        case PRODUCT -> other;
        case MEAN -> 0.5f;
      };
    }
  }
}
