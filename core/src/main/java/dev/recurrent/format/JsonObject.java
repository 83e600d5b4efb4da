package dev.recurrent.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * An object in a JSON file, read strictly: a field that is missing, null or of another type is
 * refused with its name, and nothing is converted. All refusals are {@link UnusableModelException}.
 */
public final class JsonObject {
  /** Characters of a value or a name in a message. */
  private static final int SHOWN = 60;

  private final JsonNode node;
  private final String name;

  private JsonObject(JsonNode node, String name) {
    this.node = node;
    this.name = name;
  }

  /**
   * A file's object.
   *
   * @param name of the file, for error messages
   * @throws UnusableModelException if the bytes are not one JSON object
   */
  public static JsonObject read(byte[] bytes, String name) {
    return of(Json.read(bytes, name), name);
  }

  /**
   * A file's list of objects.
   *
   * @throws UnusableModelException if the bytes are not one JSON list of objects
   */
  public static List<JsonObject> readList(byte[] bytes, String name) {
    JsonNode list = Json.read(bytes, name);
    if (!list.isArray()) {
      throw new UnusableModelException(name + " is " + shown(list) + ", expected a list");
    }
    List<JsonObject> objects = new ArrayList<>();
    for (JsonNode one : list) {
      objects.add(of(one, name + "[" + objects.size() + "]"));
    }
    return objects;
  }

  static JsonObject of(JsonNode node, String name) {
    if (!node.isObject()) {
      throw new UnusableModelException(name + " is " + shown(node) + ", expected an object");
    }
    return new JsonObject(node, name);
  }

  /** What it is called in error messages: its file and its place in it. */
  public String name() {
    return name;
  }

  /** Its fields' names in their order. */
  public Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>();
    node.fieldNames().forEachRemaining(fields::add);
    return fields;
  }

  public boolean has(String field) {
    return node.has(field);
  }

  public String text(String field) {
    return require(field, "a string", JsonNode::isTextual).textValue();
  }

  public int integer(String field) {
    return require(field, "a whole number", n -> n.isIntegralNumber() && n.canConvertToInt())
        .intValue();
  }

  public long longInteger(String field) {
    return require(field, "a whole number", n -> n.isIntegralNumber() && n.canConvertToLong())
        .longValue();
  }

  public JsonObject object(String field) {
    return of(require(field, "an object", JsonNode::isObject), place(field));
  }

  /** The object as a record; see {@link #as(Class)}. */
  public <T extends Record> T record(String field, Class<T> type) {
    return object(field).as(type);
  }

  /** All fields in Java's own types: maps, lists, strings, numbers, booleans. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    node.fields().forEachRemaining(f -> values.put(f.getKey(), Json.plain(f.getValue())));
    return values;
  }

  /** All fields, which must be strings. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    fields().forEach(field -> texts.put(field, text(field)));
    return texts;
  }

  /**
   * The object as a record of numbers, booleans, strings, enums, lists and records: each of the
   * record's components once, and nothing else.
   *
   * @throws UnusableModelException naming a field that is missing, unknown, of another type, or
   *     that the record refuses
   */
  public <T extends Record> T as(Class<T> type) {
    return RecordReader.read(node, type, name);
  }

  /** The object as a type whose {@link FromJson} method makes it of such a record. */
  public <T> T made(Class<T> type) {
    return type.cast(RecordReader.value(node, type, name));
  }

  /**
   * @throws UnusableModelException naming the first field that is not among those known
   */
  public void requireOnly(Set<String> known) {
    for (String field : fields()) {
      if (!known.contains(field)) {
        throw new UnusableModelException(
            name + " has an unknown field \"" + ShownText.of(field, SHOWN) + "\"; known: " + known);
      }
    }
  }

  private JsonNode require(String field, String expected, Predicate<JsonNode> right) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new UnusableModelException(name + " has no field \"" + field + "\"");
    }
    if (!right.test(value)) {
      throw new UnusableModelException(
          place(field) + " is " + shown(value) + ", expected " + expected);
    }
    return value;
  }

  private String place(String field) {
    return name + ": " + field;
  }

  /** A value as a message shows it. */
  static String shown(JsonNode value) {
    return value.isContainerNode()
        ? (value.isArray() ? "a list" : "an object") + " of " + value.size()
        : ShownText.of(value.toString(), SHOWN);
  }
}
