package dev.recurrent.spark;

/** Training has left the finite numbers and rollbacks did not bring it back. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DivergedException(String message) {
    super(message);
  }
}
