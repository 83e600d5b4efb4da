package dev.recurrent.math;

import dev.recurrent.nn.cell.CellType;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.testing.StackModel;
import dev.recurrent.testing.WeightBatch;
import dev.recurrent.train.BoundModel;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** One forward and backward pass of an LSTM, the same in every JVM. */
final class LstmSample {
  private LstmSample() {}

  /** Loss, then all gradients. */
  static float[] lossAndGradients() {
    StackModel model =
        new StackModel(RecurrentConfig.of(CellType.LSTM, 5, 19, 2).bidirectional(), 7, 9);
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    float[] gradient = new float[parameters.length];
    BoundModel<WeightBatch> pass = model.bind(parameters, gradient);
    pass.parametersChanged();
    double loss = pass.lossAndGradient(model.weights(null, 2), 3);
    float[] all = new float[gradient.length + 1];
    all[0] = (float) loss;
    System.arraycopy(gradient, 0, all, 1, gradient.length);
    return all;
  }

  /** Prints what computes here, then one number to a line. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    out.println(Kernels.description());
    for (float value : lossAndGradients()) {
      out.println(Float.toString(value));
    }
    out.flush();
  }
}
