package dev.recurrent.math;

/**
 * One step's gates in one pass over memory, for a batch of B rows and H columns.
 *
 * <p>Forward reads pre-activations and leaves in their place what backward needs; backward leaves
 * the gradients of the pre-activations there. Letters as in {@code dev.recurrent.nn}.
 */
interface GateKernels {
  String name();

  /** Gates (B,H) become h = tanh(gates), also written to {@code next}. */
  void rnnForward(Matrix gates, Matrix next);

  /** Gates, which hold h, become dNext (1 - h²). */
  void rnnBackward(Matrix gates, Matrix dNext);

  /**
   * Tape (B,5H) holds pre-activations of i, f, g, o and becomes i, f, g, o, tanh c'; states are
   * rows [h | c].
   */
  void lstmForward(Matrix tape, Matrix previous, Matrix next);

  /**
   * Tape becomes the gradients of the four pre-activations; the c half of {@code dPrevious} is
   * written, its h half left alone.
   */
  void lstmBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious);

  /**
   * Tape (B,6H) holds the input's share of r, z, n, then the state's share of them; the first three
   * become r, z, n, the last stays.
   */
  void gruForward(Matrix tape, Matrix previous, Matrix next);

  /** Tape becomes the gradients of both shares; {@code dPrevious} gains dNext z. */
  void gruBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious);
}
