package dev.recurrent.serve;

import java.util.List;

/**
 * A trained model that answers requests. Threads share it.
 *
 * @param <Q> a request as the model works with it
 */
public interface ServedModel<Q> {
  /** The fields of a request and of an answer, in a few lines of plain text. */
  String usage();

  /**
   * Reads a request and checks all of it.
   *
   * @throws BadRequestException naming the field that cannot be
   */
  Q parse(RequestFields request);

  /**
   * Answers several requests in one pass. An answer does not depend on the other requests.
   *
   * @param requests at least one
   * @return one answer for each request, in their order: a map or a record to write as JSON
   * @throws BadRequestException if a request cannot be answered; each is then asked alone
   */
  List<?> answer(List<Q> requests);

  /** Whether answers can come in parts, for requests with {@code "stream": true}. */
  default boolean streams() {
    return false;
  }

  /**
   * As {@link #answer(List)}, and gives parts of the answers as soon as they are computed.
   *
   * @param parts takes them; a request is meant by its place in the list
   */
  default List<?> answer(List<Q> requests, AnswerParts parts) {
    return answer(requests);
  }
}
