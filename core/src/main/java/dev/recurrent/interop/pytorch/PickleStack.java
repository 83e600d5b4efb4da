package dev.recurrent.interop.pytorch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stack, marks and memo of a pickle. It holds references only, so that a value that is used a
 * thousand times is there once. Values are never compared, hashed or printed: they may contain
 * themselves.
 */
final class PickleStack {
  private final PickleBytes bytes;
  private final List<Object> values = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  /**
   * @param bytes that messages refer to
   */
  PickleStack(PickleBytes bytes) {
    this.bytes = bytes;
  }

  void push(Object value) {
    values.add(value);
  }

  Object pop() {
    if (values.size() <= bottom()) {
      throw bytes.wrong("takes a value that is not there");
    }
    return values.remove(values.size() - 1);
  }

  /** The last value of a type, which stays. */
  <T> T peek(Class<T> type, String expected) {
    if (values.size() <= bottom()) {
      throw bytes.wrong("takes a value that is not there");
    }
    return require(values.get(values.size() - 1), type, expected);
  }

  <T> T pop(Class<T> type, String expected) {
    return require(pop(), type, expected);
  }

  /** The value as one of a type. */
  <T> T require(Object value, Class<T> type, String expected) {
    if (!type.isInstance(value)) {
      throw bytes.wrong("has another value where it should have " + expected);
    }
    return type.cast(value);
  }

  private int bottom() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  int size() {
    return values.size();
  }

  void mark() {
    marks.add(values.size());
  }

  /** Removes the values since the last mark, and the mark. */
  Object[] popToMark() {
    if (marks.isEmpty()) {
      throw bytes.wrong("takes a mark that is not there");
    }
    List<Object> tail = values.subList(marks.remove(marks.size() - 1), values.size());
    Object[] popped = tail.toArray();
    tail.clear();
    return popped;
  }

  /** The last {@code count} values as a tuple in their place. */
  void tuple(int count) {
    Object[] tuple = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      tuple[i] = pop();
    }
    push(tuple);
  }

  void appendAll(Object[] more) {
    List<Object> list = peekList();
    list.addAll(Arrays.asList(more));
  }

  @SuppressWarnings("unchecked")
  private List<Object> peekList() {
    return (List<Object>) peek(List.class, "a list");
  }

  @SuppressWarnings("unchecked")
  private Map<Object, Object> peekMap() {
    return (Map<Object, Object>) peek(Map.class, "a dict");
  }

  /** Puts keys and values, one after the other, into the dict below them. */
  void putAll(Object[] keysAndValues) {
    if (keysAndValues.length % 2 != 0) {
      throw bytes.wrong("has a key without a value");
    }
    Map<Object, Object> map = peekMap();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      Object key = keysAndValues[i];
      if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
        throw bytes.wrong("has a key that is neither text nor a number");
      }
      if (map.put(key, keysAndValues[i + 1]) != null) {
        throw bytes.wrong("has the key \"" + Shown.text(key.toString()) + "\" twice");
      }
    }
  }

  void remember(int place) {
    memo.put(place, peek(Object.class, "a value"));
  }

  void recall(int place) {
    Object value = memo.get(place);
    if (value == null) {
      throw bytes.wrong("takes value " + place + ", which it has not kept");
    }
    push(value);
  }
}
