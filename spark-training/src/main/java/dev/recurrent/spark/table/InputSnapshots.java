package dev.recurrent.spark.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which tables of catalogs a job reads, and which snapshot of each. A run that goes on reads those
 * of the run before. Threads may share it.
 */
public final class InputSnapshots {
  private final Map<String, Object> read = new LinkedHashMap<>();
  private final Map<String, String> before = new LinkedHashMap<>();
  private Consumer<String> listener = line -> {};

  public InputSnapshots() {}

  /**
   * @param listener gets one line for each table
   */
  public InputSnapshots(Consumer<String> listener) {
    this.listener = listener;
  }

  /**
   * Reads again what a run has read.
   *
   * @param origins as {@link #origins} had them then, or null
   */
  public synchronized void resume(@Nullable Object origins) {
    if (origins instanceof Map<?, ?> inputs) {
      inputs.values().forEach(this::remember);
    }
  }

  private void remember(@Nullable Object origin) {
    if (origin instanceof Map<?, ?> one) {
      Object id = one.get(TableVersion.SNAPSHOT);
      Object version = id == null ? one.get(TableVersion.VERSION) : id;
      if (version != null) {
        before.put(String.valueOf(one.get(TableVersion.TABLE)), String.valueOf(version));
      }
      remember(one.get(TableVersion.TABLES));
    } else if (origin instanceof List<?> some) {
      some.forEach(this::remember);
    }
  }

  /** The snapshot of a table that the run before has read, or null. */
  synchronized @Nullable String before(String table) {
    return before.get(table);
  }

  synchronized void add(String option, Map<String, Object> origin) {
    read.put(option.replaceFirst("^--", ""), origin);
  }

  void say(String line) {
    listener.accept(line);
  }

  /**
   * What was read, by the options' names without dashes; empty where files alone were read. A table
   * has its name, its format and its snapshot; a query has its text and its tables.
   */
  public synchronized Map<String, Object> origins() {
    return new LinkedHashMap<>(read);
  }
}
