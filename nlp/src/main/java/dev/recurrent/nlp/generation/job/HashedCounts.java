package dev.recurrent.nlp.generation.job;

/** Two numbers for each key of 64 random bits, in arrays: open addressing, no object for a key. */
final class HashedCounts {
  private static final int START = 1 << 10;

  private long[] keys = new long[START];
  private long[] first = new long[START];
  private long[] second = new long[START];
  private int size;

  /** The place of a key, which is added with zeros where it is new. Ends with the next call. */
  int slot(long key) {
    if (2 * size >= keys.length) {
      grow();
    }
    int i = place(keys, key);
    if (keys[i] == 0) {
      keys[i] = key;
      size++;
    }
    return i;
  }

  /** The place of a key, or -1. */
  int find(long key) {
    int i = place(keys, key);
    return keys[i] == 0 ? -1 : i;
  }

  private static int place(long[] keys, long key) {
    int mask = keys.length - 1;
    int i = (int) key & mask;
    while (keys[i] != 0 && keys[i] != key) {
      i = (i + 1) & mask;
    }
    return i;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldFirst = first;
    long[] oldSecond = second;
    keys = new long[2 * oldKeys.length];
    first = new long[keys.length];
    second = new long[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int to = place(keys, oldKeys[i]);
        keys[to] = oldKeys[i];
        first[to] = oldFirst[i];
        second[to] = oldSecond[i];
      }
    }
  }

  /** Places there are, most of them empty: for a walk through all keys. */
  int places() {
    return keys.length;
  }

  /** The key of a place, or 0. */
  long key(int place) {
    return keys[place];
  }

  long first(int place) {
    return first[place];
  }

  long second(int place) {
    return second[place];
  }

  void set(int place, long one, long other) {
    first[place] = one;
    second[place] = other;
  }

  int size() {
    return size;
  }
}
