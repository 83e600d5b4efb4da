package dev.recurrent.spark.table;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Columns that stand in the names of directories below the input, as in {@code shop=7/part-0.csv}:
 * Spark and Hive leave them out of the files.
 */
final class PathColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What Hive calls a cell without a value. */
  private static final String NONE = "__HIVE_DEFAULT_PARTITION__";

  private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})");

  private final List<Map<String, @Nullable String>> files = new ArrayList<>();

  private PathColumns() {}

  /** Of files in their order. */
  static PathColumns of(List<InputFiles.Found> found) {
    PathColumns columns = new PathColumns();
    for (InputFiles.Found file : found) {
      Map<String, @Nullable String> own = new LinkedHashMap<>();
      add(file.path(), file.root(), own);
      columns.files.add(own);
    }
    return columns;
  }

  private static void add(Path path, Path root, Map<String, @Nullable String> own) {
    Path folder = path.equals(root) ? null : path.getParent();
    if (folder == null || folder.equals(root)) {
      return;
    }
    add(folder, root, own);
    String name = folder.getName();
    int at = name.indexOf('=');
    if (at > 0) {
      String value = plain(name.substring(at + 1));
      own.put(plain(name.substring(0, at)), value.equals(NONE) ? null : value);
    }
  }

  /** Spark writes letters that file systems do not like by their numbers. */
  private static String plain(String name) {
    return ESCAPED
        .matcher(name)
        .replaceAll(m -> java.util.regex.Matcher.quoteReplacement(letter(m.group(1))));
  }

  private static String letter(String hexadecimal) {
    return String.valueOf((char) Integer.parseInt(hexadecimal, 16));
  }

  /** Those of any file. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    files.forEach(own -> names.addAll(own.keySet()));
    return names;
  }

  boolean has(int file, String name) {
    return files.get(file).containsKey(name);
  }

  /** The cell of all rows of a file; null where it has none. */
  @Nullable String value(int file, String name) {
    return files.get(file).get(name);
  }
}
