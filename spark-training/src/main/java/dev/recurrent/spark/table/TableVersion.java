package dev.recurrent.spark.table;

import dev.recurrent.format.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A table of a catalog and which version of it is read.
 *
 * @param name as the user gives it
 * @param sql the same in SQL
 * @param format in small letters, such as iceberg, delta or parquet
 * @param id of the snapshot or version to read; null where the format has none
 */
record TableVersion(String name, String sql, String format, @Nullable String id) {
  static final String TABLE = "table";
  static final String TABLES = "tables";
  static final String SNAPSHOT = "snapshot";
  static final String VERSION = "version";

  private static final int DIGITS = 16;

  /** What Delta calls a version, and Iceberg a snapshot. */
  static String word(String format) {
    return format.equals(TableHistory.DELTA) ? VERSION : SNAPSHOT;
  }

  /** The clause of SQL that reads this version and no other; empty where there is none. */
  String clause() {
    return id == null ? "" : " VERSION AS OF " + id;
  }

  /** For {@code model.json}. */
  Map<String, Object> describe() {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put(TABLE, name);
    origin.put("format", format);
    if (id != null) {
      // A text: not every reader of JSON keeps 64 bits of a number.
      origin.put(word(format), id);
    }
    return origin;
  }

  /** For a user. */
  String said() {
    return name + " (" + format + (id == null ? ")" : "), " + word(format) + " " + id);
  }

  /**
   * What stands for a snapshot where the format has none: a hash of the columns' names and types,
   * and the number of rows.
   */
  static String fingerprint(StructType schema, long rows) {
    String hash = Manifest.sha256(schema.toDDL().getBytes(StandardCharsets.UTF_8));
    return "schema " + hash.substring(0, DIGITS) + ", " + rows + " rows";
  }
}
