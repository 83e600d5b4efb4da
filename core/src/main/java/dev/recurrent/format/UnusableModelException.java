package dev.recurrent.format;

/** A model or checkpoint cannot be read: absent, incomplete, altered, or of another version. */
public final class UnusableModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableModelException(String message) {
    super(message);
  }

  public UnusableModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
