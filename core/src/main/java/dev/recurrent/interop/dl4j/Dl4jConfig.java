package dev.recurrent.interop.dl4j;

import dev.recurrent.format.JsonObject;
import dev.recurrent.format.ShownText;
import dev.recurrent.format.UnusableModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object in {@code configuration.json}. Names of classes in it are compared with those that are
 * known; no class is loaded. Each field that is read must have its type.
 */
final class Dl4jConfig {
  private static final int LONGEST = 60;
  private static final String CLASS = "@class";

  private final Map<?, ?> fields;
  private final String place;

  private Dl4jConfig(Map<?, ?> fields, String place) {
    this.fields = fields;
    this.place = place;
  }

  /**
   * @throws UnusableModelException if the bytes are not one JSON object
   */
  static Dl4jConfig read(byte[] json, String place) {
    return new Dl4jConfig(JsonObject.read(json, place).values(), place);
  }

  private static Dl4jConfig of(@Nullable Object value, String place) {
    if (value instanceof Map<?, ?> fields) {
      return new Dl4jConfig(fields, place);
    }
    throw new UnusableModelException(place + " is " + shown(value) + ", expected an object");
  }

  /** The same object with another name in messages. */
  Dl4jConfig at(String other) {
    return new Dl4jConfig(fields, other);
  }

  String place() {
    return place;
  }

  /** The place and what is wrong with it. */
  UnusableModelException refusal(String what) {
    return new UnusableModelException(place + " " + what);
  }

  /** Whether the field is there and not null. */
  boolean has(String field) {
    return fields.get(field) != null;
  }

  Dl4jConfig object(String field) {
    return of(fields.get(field), place + ": " + field);
  }

  /**
   * @throws UnusableModelException if it is not a list of at most {@code most} objects
   */
  List<Dl4jConfig> objects(String field, int most) {
    if (!(fields.get(field) instanceof List<?> list) || list.size() > most) {
      throw refusal("has no list \"" + field + "\" of at most " + most + " objects");
    }
    List<Dl4jConfig> objects = new ArrayList<>();
    for (Object one : list) {
      objects.add(of(one, place + ": " + field + "[" + objects.size() + "]"));
    }
    return objects;
  }

  /** A list; an empty one where it is missing or null. */
  List<?> list(String field) {
    Object value = has(field) ? fields.get(field) : List.of();
    if (value instanceof List<?> list) {
      return list;
    }
    throw refusal("has " + field + " " + shown(value) + ", expected a list");
  }

  /** A number of columns: a whole number from 1. */
  int size(String field) {
    Object value = fields.get(field);
    if (value instanceof Integer size && size >= 1) {
      return size;
    }
    throw refusal("has " + field + " " + shown(value) + ", expected a whole number from 1");
  }

  double number(String field) {
    if (fields.get(field) instanceof Number number) {
      return number.doubleValue();
    }
    throw refusal("has " + field + " " + shown(fields.get(field)) + ", expected a number");
  }

  /** A boolean, or a default where it is missing. */
  boolean flag(String field, boolean otherwise) {
    Object value = fields.containsKey(field) ? fields.get(field) : (Object) otherwise;
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw refusal("has " + field + " " + shown(value) + ", expected true or false");
  }

  /** A text, or a default where it is missing or null. */
  String text(String field, String otherwise) {
    Object value = has(field) ? fields.get(field) : otherwise;
    if (value instanceof String text) {
      return text;
    }
    throw refusal("has " + field + " " + shown(value) + ", expected a text");
  }

  /** The whole name of the class that it is a configuration of. */
  String className() {
    if (fields.get(CLASS) instanceof String name) {
      return name;
    }
    throw refusal(
        "has no \"@class\"; a network that DL4J before 1.0.0-beta saved has to be loaded and saved"
            + " by DL4J 1.0.0-M2 first");
  }

  /** Its class's name without the package, if it is in this package of DL4J; else the whole. */
  String className(String within) {
    String name = className();
    return name.startsWith(within + ".") ? name.substring(within.length() + 1) : name;
  }

  /**
   * @throws UnusableModelException naming the first field that is in neither set
   */
  void requireOnly(Set<String> known, Set<String> more) {
    for (Object field : fields.keySet()) {
      if (!known.contains(field) && !more.contains(field) && !CLASS.equals(field)) {
        throw refusal(
            "has a field \""
                + shown(field)
                + "\" that DL4J 1.0.0-M2 does not have; pass --lossy to leave it out");
      }
    }
  }

  /** A value as a message shows it: on one line, and short. */
  static String shown(@Nullable Object value) {
    if (value instanceof Map || value instanceof List) {
      return value instanceof Map ? "an object" : "a list";
    }
    return ShownText.of(String.valueOf(value), LONGEST);
  }
}
