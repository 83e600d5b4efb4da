package dev.recurrent.testing;

import dev.recurrent.math.Matrix;
import dev.recurrent.nn.Parameters;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import dev.recurrent.nn.recurrent.RecurrentStack;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Everything that one forward and backward pass of a stack without dropout gives, copied. */
public record StackRun(
    Matrix output, Matrix[] finals, Matrix dInput, Matrix[] dInitial, float[] gradient) {

  /** What goes in; nulls as {@link RecurrentStack} takes them. */
  public record Given(
      Matrix x,
      int batch,
      int @Nullable [] lengths,
      Matrix @Nullable [] initial,
      Matrix dOutput,
      Matrix @Nullable [] dFinal) {}

  public static StackRun of(RecurrentConfig config, float[] values, Given given) {
    float[] gradient = new float[values.length];
    RecurrentStack stack =
        new RecurrentStack(config, Parameters.of(config.layout(), values, gradient));
    stack.pack();
    Matrix[] initial = given.initial;
    if (initial == null) {
      // Whose gradient can be asked for.
      initial = new Matrix[config.layers()];
      Arrays.setAll(initial, i -> Matrix.zeros(given.batch, stack.stateSize()));
    }
    Matrix y = Numbers.copy(stack.forward(given.x, given.batch, given.lengths, initial));
    Matrix[] finals = new Matrix[config.layers()];
    Matrix[] dFinal = given.dFinal == null ? null : new Matrix[config.layers()];
    for (int level = 0; level < finals.length; level++) {
      finals[level] = Numbers.copy(stack.finalState(level));
      if (dFinal != null) {
        dFinal[level] = Numbers.copy(given.dFinal[level]);
      }
    }
    Matrix dX = Numbers.copy(stack.backward(Numbers.copy(given.dOutput), dFinal));
    Matrix[] dInitial = new Matrix[config.layers()];
    for (int level = 0; level < dInitial.length; level++) {
      dInitial[level] = Numbers.copy(stack.dInitial(level));
    }
    return new StackRun(y, finals, dX, dInitial, gradient);
  }
}
