package dev.recurrent.nlp.text;

import java.util.Arrays;

/** A growing row of token ids. Not thread-safe. */
final class IdBuffer {

  private int[] ids;
  private int size;

  /** An empty buffer with room for this many ids before it grows. */
  IdBuffer(int capacity) {
    this.ids = new int[Math.max(16, capacity)];
  }

  void add(int id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, ids.length * 2);
    }
    ids[size++] = id;
  }

  void addAll(int[] more) {
    if (size + more.length > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(ids.length * 2, size + more.length));
    }
    System.arraycopy(more, 0, ids, size, more.length);
    size += more.length;
  }

  int get(int index) {
    return ids[index];
  }

  /** Forgets all ids and keeps the room. */
  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int[] toArray() {
    return Arrays.copyOf(ids, size);
  }
}
