package dev.recurrent.nlp.corpus;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * Rows handled some at a time, as they are asked for: texts of about equal length can then share a
 * batch, and no more than a pool of them is ever held.
 */
public final class BatchingIterator<T, R> implements Iterator<R> {
  private final Iterator<T> rows;
  private final int size;
  private final Function<List<T>, List<R>> handle;
  private Iterator<R> ready = List.<R>of().iterator();

  /**
   * @param handle gives as many rows as it gets, in their order
   */
  public BatchingIterator(Iterator<T> rows, int size, Function<List<T>, List<R>> handle) {
    this.rows = rows;
    this.size = size;
    this.handle = handle;
  }

  @Override
  public boolean hasNext() {
    if (!ready.hasNext() && rows.hasNext()) {
      List<T> some = new ArrayList<>();
      while (some.size() < size && rows.hasNext()) {
        some.add(rows.next());
      }
      ready = handle.apply(some).iterator();
    }
    return ready.hasNext();
  }

  @Override
  public R next() {
    return ready.next();
  }
}
