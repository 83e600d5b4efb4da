package dev.recurrent.nlp.text;

/** Two neighbouring token ids, how often they occur, and in which words. Not thread-safe. */
final class SymbolPair {

  private final int left;
  private final int right;
  private final IdBuffer words = new IdBuffer(16);
  private long count;
  private long queuedCount;
  private boolean learned;

  SymbolPair(int left, int right) {
    this.left = left;
    this.right = right;
  }

  int left() {
    return left;
  }

  int right() {
    return right;
  }

  /** Indices of all words that hold or once held the pair; some may occur twice. */
  int[] words() {
    return words.toArray();
  }

  long count() {
    return count;
  }

  /** Counts occurrences in a word. */
  void occur(int word, long times) {
    if (words.size() == 0 || words.get(words.size() - 1) != word) {
      words.add(word);
    }
    count = Math.addExact(count, times);
  }

  /** Takes occurrences back. */
  void vanish(long times) {
    count -= times;
  }

  /** The highest count the pair waits with in the queue; 0 if it does not wait. */
  long queuedCount() {
    return queuedCount;
  }

  /** Notes that the pair waits with its present count. */
  void queued() {
    queuedCount = count;
  }

  /** Notes that the pair waits no longer. */
  void dequeued() {
    queuedCount = 0;
  }

  /** Whether this is the first time the pair merges; from now on it is not. */
  boolean learn() {
    boolean first = !learned;
    learned = true;
    return first;
  }
}
