package dev.recurrent.interop.keras;

import dev.recurrent.format.JsonObject;
import dev.recurrent.format.ShownText;
import dev.recurrent.format.UnusableModelException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object in Keras's JSON. Keras adds fields from release to release, so unknown ones are
 * ignored; those that are read must have their type.
 */
final class KerasConfig {
  private final Map<?, ?> fields;
  private final String place;

  private KerasConfig(Map<?, ?> fields, String place) {
    this.fields = fields;
    this.place = place;
  }

  /**
   * @throws UnusableModelException if the bytes are not one JSON object
   */
  static KerasConfig read(byte[] json, String place) {
    return new KerasConfig(JsonObject.read(json, place).values(), place);
  }

  /**
   * @throws UnusableModelException if the value is not an object
   */
  static KerasConfig of(@Nullable Object value, String place) {
    if (value instanceof Map<?, ?> fields) {
      return new KerasConfig(fields, place);
    }
    throw new UnusableModelException(place + " is " + shown(value) + ", expected an object");
  }

  /** The same object with another name in messages. */
  KerasConfig at(String other) {
    return new KerasConfig(fields, other);
  }

  /** What messages call it. */
  String place() {
    return place;
  }

  /** "model.keras: layer "lstm" " and what is wrong with it. */
  UnusableModelException refusal(String what) {
    return new UnusableModelException(place + " " + what);
  }

  /** A field's value in Java's own types; null where it is missing or null. */
  @Nullable Object value(String field) {
    return fields.get(field);
  }

  KerasConfig object(String field) {
    return of(value(field), place + ": " + field);
  }

  List<?> list(String field) {
    if (value(field) instanceof List<?> list) {
      return list;
    }
    throw wrong(field, "a list");
  }

  String text(String field) {
    if (value(field) instanceof String text) {
      return text;
    }
    throw wrong(field, "a text");
  }

  /** The text, or another where the field is missing or null. */
  String text(String field, String otherwise) {
    return value(field) == null ? otherwise : text(field);
  }

  boolean flag(String field, boolean otherwise) {
    Object value = value(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(field, "true or false");
  }

  /** A whole number of at least 1. */
  int size(String field) {
    if (value(field) instanceof Integer size && size >= 1) {
      return size;
    }
    throw wrong(field, "a whole number of at least 1");
  }

  double number(String field, double otherwise) {
    Object value = value(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(field, "a number");
  }

  private UnusableModelException wrong(String field, String expected) {
    return new UnusableModelException(
        place + ": " + field + " is " + shown(value(field)) + ", expected " + expected);
  }

  /** A value as a message shows it, on one line. */
  static String shown(@Nullable Object value) {
    if (value instanceof Map<?, ?>) {
      return "an object";
    }
    if (value instanceof List<?> list) {
      return "a list of " + list.size();
    }
    String text = ShownText.of(String.valueOf(value), 60);
    return value instanceof String ? "\"" + text + "\"" : text;
  }
}
