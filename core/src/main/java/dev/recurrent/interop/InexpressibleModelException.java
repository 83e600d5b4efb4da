package dev.recurrent.interop;

/** A model that another framework's format cannot hold without a change. */
public final class InexpressibleModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message the layer, what it is, why the format cannot hold it, what to do
   */
  public InexpressibleModelException(String message) {
    super(message);
  }
}
