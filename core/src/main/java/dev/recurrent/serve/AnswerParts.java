package dev.recurrent.serve;

/** Who waits for the answers of several requests while they are computed. Never blocks. */
public interface AnswerParts {
  /** Whether the request's answer is to come in parts. */
  boolean wanted(int request);

  /**
   * Sends a part.
   *
   * @param part a map or a record to write as JSON
   */
  void send(int request, Object part);

  /** Whether nobody waits for the answer any more: its computation may end with any result. */
  boolean abandoned(int request);
}
