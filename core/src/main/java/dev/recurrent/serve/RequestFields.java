package dev.recurrent.serve;

import dev.recurrent.format.JsonObject;
import dev.recurrent.format.ShownText;
import dev.recurrent.format.UnusableModelException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request's JSON object, read strictly: nothing is converted, and numbers are
 * finite. A field that is null counts as absent. All refusals are {@link BadRequestException} and
 * name the field.
 */
public final class RequestFields {
  private static final int SHOWN = 60;

  private final Map<String, Object> values;
  private final String prefix;

  private RequestFields(Map<String, Object> values, String prefix) {
    this.values = values;
    this.prefix = prefix;
  }

  /**
   * Reads the body of a request.
   *
   * @throws BadRequestException if the body is not UTF-8, or not one JSON object
   */
  public static RequestFields read(byte[] body) {
    if (body.length == 0) {
      throw new BadRequestException("the request has no body, expected a JSON object");
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return new RequestFields(JsonObject.read(body, "request").values(), "");
    } catch (CharacterCodingException e) {
      throw new BadRequestException("the request is not UTF-8", e);
    } catch (UnusableModelException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Refuses fields that are not among those known. */
  public RequestFields only(Set<String> known) {
    for (String field : values.keySet()) {
      if (!known.contains(field)) {
        throw new BadRequestException(
            "unknown field \""
                + cut(prefix + field)
                + "\", expected "
                + (known.isEmpty() ? "none" : "among " + known.stream().sorted().toList()));
      }
    }
    return this;
  }

  /** The same without one field. */
  RequestFields without(String field) {
    Map<String, Object> rest = new LinkedHashMap<>(values);
    rest.remove(field);
    return new RequestFields(rest, prefix);
  }

  /** True or false; false where the field is absent. */
  public boolean flag(String field) {
    Object value = values.get(field);
    if (value != null && !(value instanceof Boolean)) {
      throw wrong(place(field), value, "true or false");
    }
    return Boolean.TRUE.equals(value);
  }

  /** The names of its fields, in their order. */
  public Set<String> names() {
    return values.keySet();
  }

  /** Whether a field is there and not null. */
  public boolean has(String field) {
    return values.get(field) != null;
  }

  private Object required(String field) {
    Object value = values.get(field);
    if (value == null) {
      throw new BadRequestException("field \"" + cut(prefix + field) + "\" is missing");
    }
    return value;
  }

  public String text(String field) {
    return text(required(field), place(field));
  }

  private static String text(@Nullable Object value, String place) {
    if (value instanceof String text) {
      return text;
    }
    throw wrong(place, value, "a string");
  }

  /** A list of strings. */
  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (Object value : list(required(field), place(field))) {
      texts.add(text(value, place(field, texts.size())));
    }
    return texts;
  }

  /**
   * A whole number.
   *
   * @param absent what it is where the field is not there
   */
  public int integer(String field, int absent, int least, int most) {
    return has(field) ? whole(required(field), place(field), least, most) : absent;
  }

  private static int whole(@Nullable Object value, String place, int least, int most) {
    boolean fits = value instanceof Integer || value instanceof Long;
    if (fits && value instanceof Number n && n.longValue() >= least && n.longValue() <= most) {
      return n.intValue();
    }
    throw wrong(place, value, "a whole number from " + least + " to " + most);
  }

  /** A whole number of 64 bits. */
  public long longInteger(String field, long absent) {
    if (!has(field)) {
      return absent;
    }
    Object value = required(field);
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw wrong(place(field), value, "a whole number of 64 bits");
  }

  /** A finite number. */
  public double number(String field, double absent) {
    if (!has(field)) {
      return absent;
    }
    Object value = required(field);
    if (value instanceof Number n && Double.isFinite(n.doubleValue())) {
      return n.doubleValue();
    }
    throw wrong(place(field), value, "a finite number");
  }

  /** A finite number of 32 bits, which has to be there. */
  public float float32(String field) {
    return finite(required(field), place(field));
  }

  /** A list of whole numbers. */
  public int[] integers(String field, int least, int most) {
    List<?> list = list(required(field), place(field));
    int[] numbers = new int[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = whole(list.get(i), place(field, i), least, most);
    }
    return numbers;
  }

  /** A list of numbers, NaN where one is null. */
  public float[] numbersOrNull(String field) {
    List<?> list = list(required(field), place(field));
    float[] numbers = new float[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      Object value = list.get(i);
      numbers[i] = value == null ? Float.NaN : finite(value, place(field, i));
    }
    return numbers;
  }

  /** A list of at least one row, each of so many numbers. */
  public float[][] rows(String field, int columns) {
    List<?> list = list(required(field), place(field));
    if (list.isEmpty()) {
      throw new BadRequestException(place(field) + " is empty, expected at least one row");
    }
    float[][] rows = new float[list.size()][columns];
    for (int i = 0; i < rows.length; i++) {
      List<?> row = list(list.get(i), place(field, i));
      if (row.size() != columns) {
        throw new BadRequestException(
            place(field, i) + " has " + row.size() + " numbers, expected " + columns);
      }
      for (int j = 0; j < columns; j++) {
        rows[i][j] = finite(row.get(j), place(field, i) + "[" + j + "]");
      }
    }
    return rows;
  }

  /** Values of any type, null among them. */
  public List<?> list(String field) {
    return list(required(field), place(field));
  }

  /** An object's fields. */
  public RequestFields object(String field) {
    Object value = required(field);
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(place(field), value, "an object");
    }
    Map<String, Object> own = new LinkedHashMap<>();
    map.forEach((name, inner) -> own.put(String.valueOf(name), inner));
    return new RequestFields(own, prefix + field + ".");
  }

  private static List<?> list(@Nullable Object value, String place) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(place, value, "a list");
  }

  private static float finite(@Nullable Object value, String place) {
    if (value instanceof Number n && Float.isFinite(n.floatValue())) {
      return n.floatValue();
    }
    throw wrong(place, value, "a finite number of 32 bits");
  }

  private String place(String field) {
    return "field \"" + cut(prefix + field) + "\"";
  }

  private String place(String field, int index) {
    return "field \"" + cut(prefix + field + "[" + index + "]") + "\"";
  }

  private static BadRequestException wrong(String place, @Nullable Object value, String expected) {
    return new BadRequestException(place + " is " + shown(value) + ", expected " + expected);
  }

  private static String shown(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return "a list of " + list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return "an object of " + map.size();
    }
    String text = cut(String.valueOf(value));
    return value instanceof String ? "\"" + text + "\"" : text;
  }

  private static String cut(String text) {
    return ShownText.of(text, SHOWN);
  }
}
