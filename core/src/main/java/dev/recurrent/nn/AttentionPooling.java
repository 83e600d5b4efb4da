package dev.recurrent.nn;

import dev.recurrent.math.Activations;
import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mean over steps with learned weights: u = tanh(W y + b), a = softmax over t of u·v, sum of a y.
 * Yang et al. (2016), Hierarchical Attention Networks, eqs. 5 to 7.
 */
final class AttentionPooling {
  private final Dense projection;
  private final Matrix context;
  private final Matrix dContext;
  private final Scratch weights = new Scratch();
  private final Scratch scores = new Scratch();
  private @Nullable Matrix y;
  private @Nullable Matrix u;
  private int[] lengths = new int[0];

  /** Binds {@code weight} (A,N), {@code bias} (1,A) and {@code context} (1,A). */
  AttentionPooling(Parameters parameters) {
    projection = new Dense(parameters);
    context = parameters.value("context");
    dContext = parameters.gradient("context");
  }

  static ParameterLayout layout(int columns, int attentionSize) {
    return Dense.layout(columns, attentionSize).with("context", 1, attentionSize);
  }

  /** (T,B), zero behind each length. */
  Matrix weights() {
    Matrix last = Objects.requireNonNull(y, "weights before forward");
    return weights.matrix(last.rows / lengths.length, lengths.length);
  }

  void forward(Matrix outputs, int[] steps, Matrix pooled) {
    y = outputs;
    lengths = steps;
    Matrix hidden = projection.forward(outputs);
    for (int i = 0; i < hidden.rows; i++) {
      int at = hidden.index(i);
      for (int j = at; j < at + hidden.columns; j++) {
        hidden.data[j] = Activations.tanh(hidden.data[j]);
      }
    }
    u = hidden;
    pooled.fill(0f);
    int batch = steps.length;
    Matrix a = weights();
    a.fill(0f);
    for (int b = 0; b < batch; b++) {
      softmax(hidden, b, a);
      int to = pooled.index(b);
      for (int t = 0; t < steps[b]; t++) {
        float share = a.get(t, b);
        int from = outputs.index(t * batch + b);
        for (int j = 0; j < outputs.columns; j++) {
          pooled.data[to + j] += share * outputs.data[from + j];
        }
      }
    }
  }

  private void softmax(Matrix hidden, int b, Matrix a) {
    double largest = Double.NEGATIVE_INFINITY;
    int batch = lengths.length;
    for (int t = 0; t < lengths[b]; t++) {
      float score = dot(hidden, t * batch + b, context, 0);
      a.set(t, b, score);
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (int t = 0; t < lengths[b]; t++) {
      double e = Math.exp(a.get(t, b) - largest);
      a.set(t, b, (float) e);
      sum += e;
    }
    for (int t = 0; t < lengths[b]; t++) {
      a.set(t, b, (float) (a.get(t, b) / sum));
    }
  }

  private static float dot(Matrix x, int row, Matrix y, int other) {
    float sum = 0;
    int i = x.index(row);
    int k = y.index(other);
    for (int j = 0; j < x.columns; j++) {
      sum += x.data[i + j] * y.data[k + j];
    }
    return sum;
  }

  /** Adds to {@code d}, (T*B,N), and to the gradients of the parameters. */
  void backward(Matrix dPooled, Matrix d) {
    Matrix outputs = Objects.requireNonNull(y, "backward before forward");
    Matrix hidden = Objects.requireNonNull(u, "backward before forward");
    int batch = lengths.length;
    Matrix a = weights();
    Matrix dScore = scores.matrix(a.rows, a.columns);
    for (int b = 0; b < batch; b++) {
      double mean = 0;
      for (int t = 0; t < lengths[b]; t++) {
        float through = dot(dPooled, b, outputs, t * batch + b);
        dScore.set(t, b, through);
        mean += a.get(t, b) * (double) through;
      }
      for (int t = 0; t < a.rows; t++) {
        boolean padded = t >= lengths[b];
        dScore.set(t, b, padded ? 0 : a.get(t, b) * (float) (dScore.get(t, b) - mean));
      }
    }
    hiddenBackward(hidden, dScore);
    Matrix through = projection.backward(hidden);
    for (int row = 0; row < d.rows; row++) {
      int b = row % batch;
      float share = a.get(row / batch, b);
      int to = d.index(row);
      int from = dPooled.index(b);
      int other = through.index(row);
      for (int j = 0; j < d.columns; j++) {
        d.data[to + j] += share * dPooled.data[from + j] + through.data[other + j];
      }
    }
  }

  /** The hidden rows become their gradients before the tanh. */
  private void hiddenBackward(Matrix hidden, Matrix dScore) {
    int batch = lengths.length;
    for (int row = 0; row < hidden.rows; row++) {
      float ds = dScore.get(row / batch, row % batch);
      int at = hidden.index(row);
      if (ds == 0) {
        Arrays.fill(hidden.data, at, at + hidden.columns, 0f);
        continue;
      }
      for (int j = 0; j < hidden.columns; j++) {
        float h = hidden.data[at + j];
        dContext.data[dContext.offset + j] += ds * h;
        hidden.data[at + j] = ds * context.data[context.offset + j] * (1 - h * h);
      }
    }
  }
}
