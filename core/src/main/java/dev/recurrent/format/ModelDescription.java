package dev.recurrent.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** {@code model.json}: what a model is, by which settings it was trained, how that ended. */
public final class ModelDescription {
  /** Of {@code model.json}. */
  public static final int FORMAT_VERSION = 1;

  private static final Set<String> FIELDS =
      Set.of("kind", "formatVersion", "config", "settings", "data", "provenance", "result");

  private final JsonObject object;

  private ModelDescription(JsonObject object) {
    this.object = object;
  }

  /** The fields that every {@code model.json} has, in their order; more may follow. */
  public static Map<String, Object> of(String kind, Object config) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", kind);
    fields.put("formatVersion", FORMAT_VERSION);
    fields.put("config", config);
    return fields;
  }

  /**
   * @param name of the file, for error messages
   * @throws UnusableModelException if it is not a {@code model.json} of this version
   */
  public static ModelDescription read(byte[] bytes, String name) {
    JsonObject object = JsonObject.read(bytes, name);
    Manifest.requireVersion(object, FORMAT_VERSION);
    object.requireOnly(FIELDS);
    return new ModelDescription(object);
  }

  /** Which model reads the configuration. */
  public String kind() {
    return object.text("kind");
  }

  /**
   * Sizes and kinds of the network.
   *
   * @throws UnusableModelException naming a field that is missing, unknown, or that the type
   *     refuses
   */
  public <T extends Record> T config(Class<T> type) {
    return object.record("config", type);
  }

  /** The same as plain maps, lists and values, for comparisons. */
  public Map<String, Object> config() {
    return object.object("config").values();
  }

  /**
   * The settings of the run by name: of a command's run the effective value of each option, of a
   * program's run what decides its result; empty for a model that was not trained on tables.
   */
  public Map<String, String> settings() {
    return object.has("settings") ? object.object("settings").texts() : Map.of();
  }

  /** The fingerprint of the data it was trained on. */
  public String data() {
    return object.text("data");
  }

  /** By what it was made; empty for a model that no command trained. */
  public Map<String, Object> provenance() {
    return object.has("provenance") ? object.object("provenance").values() : Map.of();
  }

  /** What the run said at its end; empty before that. */
  public Map<String, Object> result() {
    return object.has("result") ? object.object("result").values() : Map.of();
  }
}
