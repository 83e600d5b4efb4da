package dev.recurrent.math;

/**
 * One step's gates in one pass over memory, for a batch of B rows and H columns.
 *
 * <p>Forward reads pre-activations and leaves in their place what backward needs; backward leaves
 * the gradients of the pre-activations there. Letters as in {@code dev.recurrent.nn}.
 */
interface GateMaps {
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
   * Tape (B,4H) holds the input's share of r, z, n, and {@code recurrent} (B,3H) the state's; it
   * becomes r, z, n and the state's share of n.
   */
  void gruForward(Matrix tape, Matrix recurrent, Matrix previous, Matrix next);

  /**
   * Tape becomes the gradients of r, z, n (input's share) and n (state's share); {@code dPrevious}
   * gains dNext z.
   */
  void gruBackward(Matrix tape, Matrix previous, Matrix dNext, Matrix dPrevious);
}
