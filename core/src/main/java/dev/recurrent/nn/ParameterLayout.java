package dev.recurrent.nn;

import dev.recurrent.math.Matrix;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names and shapes inside one flat {@code float[]}. Because all parameters of a model lie in one
 * array, averaging, clipping, broadcast and checkpoint are operations on one array.
 */
public final class ParameterLayout {
  /** One parameter: {@code rows * columns} floats from {@code offset}, row-major. */
  public record Entry(String name, int rows, int columns, int offset) {
    public int size() {
      return rows * columns;
    }

    Matrix view(float[] flat) {
      return Matrix.view(flat, offset, rows, columns);
    }
  }

  private static final ParameterLayout EMPTY = new ParameterLayout(Map.of(), 0);

  private final Map<String, Entry> entries;
  private final int size;

  private ParameterLayout(Map<String, Entry> entries, int size) {
    this.entries = entries;
    this.size = size;
  }

  public static ParameterLayout empty() {
    return EMPTY;
  }

  /**
   * This layout with one more parameter at its end.
   *
   * @throws IllegalArgumentException if the name is taken, or the model becomes larger than 2^31 -
   *     1 floats
   */
  public ParameterLayout with(String name, int rows, int columns) {
    Map<String, Entry> more = new LinkedHashMap<>(entries);
    int end = add(more, new Entry(name, rows, columns, size));
    return new ParameterLayout(Collections.unmodifiableMap(more), end);
  }

  /** This layout followed by another whose names get a prefix. */
  public ParameterLayout with(String prefix, ParameterLayout other) {
    Map<String, Entry> more = new LinkedHashMap<>(entries);
    int end = size;
    for (Entry entry : other.entries()) {
      end = add(more, new Entry(prefix + entry.name, entry.rows, entry.columns, end));
    }
    return new ParameterLayout(Collections.unmodifiableMap(more), end);
  }

  /** Adds an entry; returns where it ends. */
  private static int add(Map<String, Entry> entries, Entry entry) {
    String size = "parameter \"" + entry.name + "\" " + entry.rows + "x" + entry.columns;
    if (entry.rows < 0 || entry.columns < 0) {
      throw new IllegalArgumentException(size + ", expected no negative size");
    }
    if (entries.put(entry.name, entry) != null) {
      throw new IllegalArgumentException(
          "parameter \"" + entry.name + "\" is in the layout already");
    }
    long end = entry.offset + (long) entry.rows * entry.columns;
    if (end > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          size + " makes the model larger than 2,147,483,647 floats");
    }
    return (int) end;
  }

  /** This layout with a suffix behind each name. */
  public ParameterLayout withSuffix(String suffix) {
    ParameterLayout result = EMPTY;
    for (Entry entry : entries()) {
      result = result.with(entry.name + suffix, entry.rows, entry.columns);
    }
    return result;
  }

  /** Floats in all. */
  public int size() {
    return size;
  }

  /** In the order of their offsets. */
  public Collection<Entry> entries() {
    return entries.values();
  }

  public boolean contains(String name) {
    return entries.containsKey(name);
  }

  /**
   * @throws IllegalArgumentException for a name that is not here, listing those that are
   */
  public Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "no parameter \"" + name + "\"; known: " + entries.keySet());
    }
    return entry;
  }

  /** The parameter's place in {@code flat} as a matrix view. */
  public Matrix view(float[] flat, String name) {
    return entry(name).view(flat);
  }
}
