package dev.recurrent.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recurrent.nn.cell.CellFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of a JSON object. Strict, and with the fields' names in its messages, where a
 * general mapper speaks of its own types and takes an enum's place for its name.
 */
final class RecordReader {
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          boolean.class,
          Boolean.class,
          int.class,
          Integer.class,
          long.class,
          Long.class,
          float.class,
          double.class,
          Double.class);

  private RecordReader() {}

  /**
   * Checks that objects of a class come back from a file.
   *
   * @throws IllegalArgumentException naming the class, and the component that cannot be read
   */
  static void requireReadable(Class<?> type) {
    requireReadable(type, new HashSet<>());
  }

  private static void requireReadable(Class<?> type, Set<Class<?>> seen) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException(
          type.getName() + " cannot be stored in a model's file: it is no record; make it one");
    }
    if (!seen.add(type)) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      if (!readable(component.getGenericType(), seen)) {
        throw new IllegalArgumentException(
            String.format(
                "%s cannot be stored in a model's file: component %s is of type %s, expected int,"
                    + " long, float, double, boolean, String, an enum, a record, a cell, a layer, a"
                    + " loss, or a List of one of these",
                type.getName(), component.getName(), component.getGenericType().getTypeName()));
      }
    }
  }

  private static boolean readable(Type type, Set<Class<?>> seen) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return readable(list.getActualTypeArguments()[0], seen);
    }
    if (!(type instanceof Class<?> raw)) {
      return false;
    }
    if (raw.isRecord()) {
      requireReadable(raw, seen);
      return true;
    }
    return raw.isEnum()
        || OpenRecords.contains(raw)
        || raw == CellFactory.class
        || PLAIN.contains(raw)
        || Arrays.stream(raw.getDeclaredMethods())
            .anyMatch(method -> method.isAnnotationPresent(FromJson.class));
  }

  static <T extends Record> T read(JsonNode node, Class<T> type, String name) {
    JsonObject object = JsonObject.of(node, name);
    RecordComponent[] components = type.getRecordComponents();
    Set<String> known = new LinkedHashSet<>();
    for (RecordComponent component : components) {
      known.add(component.getName());
    }
    object.requireOnly(known);
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = component(node.get(components[i].getName()), components[i], name);
    }
    return construct(type, components, values, name);
  }

  private static @Nullable Object component(
      @Nullable JsonNode value, RecordComponent component, String name) {
    String field = component.getName();
    boolean optional = component.isAnnotationPresent(OptionalField.class);
    if (value == null) {
      if (optional) {
        return null;
      }
      throw new UnusableModelException(name + " has no field \"" + field + "\"");
    }
    return optional && value.isNull()
        ? null
        : value(value, component.getGenericType(), name + ": " + field);
  }

  private static <T> T construct(
      Class<T> type, RecordComponent[] components, @Nullable Object[] values, String name) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new UnusableModelException(name + ": " + cause.getMessage(), cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is no record that can be made", e);
    }
  }

  static Object value(JsonNode node, Type type, String name) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return list(node, list.getActualTypeArguments()[0], name);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isRecord()) {
      return read(node, raw.asSubclass(Record.class), name);
    }
    if (raw.isEnum()) {
      return constant(node, raw, name);
    }
    if (OpenRecords.contains(raw)) {
      return OpenRecords.read(node, raw, name);
    }
    if (raw == CellFactory.class) {
      return cell(node, name);
    }
    for (Method method : raw.getDeclaredMethods()) {
      if (method.isAnnotationPresent(FromJson.class)) {
        return made(node, method, name);
      }
    }
    if (raw == String.class && node.isTextual()) {
      return node.textValue();
    }
    if ((raw == boolean.class || raw == Boolean.class) && node.isBoolean()) {
      return node.booleanValue();
    }
    return number(node, raw, name);
  }

  private static Object made(JsonNode node, Method method, String name) {
    Object from = value(node, method.getGenericParameterTypes()[0], name);
    try {
      return method.invoke(null, from);
    } catch (InvocationTargetException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new UnusableModelException(name + ": " + cause.getMessage(), cause);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(method + " is not public", e);
    }
  }

  private static CellFactory cell(JsonNode node, String name) {
    if (!node.isTextual()) {
      throw wrong(node, name, "a cell's name");
    }
    try {
      return CellFactory.of(node.textValue());
    } catch (IllegalArgumentException e) {
      throw new UnusableModelException(name + ": " + e.getMessage(), e);
    }
  }

  private static List<Object> list(JsonNode node, Type type, String name) {
    if (!node.isArray()) {
      throw wrong(node, name, "a list");
    }
    List<Object> values = new ArrayList<>();
    for (JsonNode one : node) {
      values.add(value(one, type, name + "[" + values.size() + "]"));
    }
    return values;
  }

  private static Object constant(JsonNode node, Class<?> type, String name) {
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String label = ((Enum<?>) constant).name();
      if (node.isTextual() && label.equals(node.textValue())) {
        return constant;
      }
      names.add(label);
    }
    throw wrong(node, name, "one of " + names);
  }

  private static Object number(JsonNode node, Class<?> type, String name) {
    if (type == int.class || type == Integer.class) {
      if (node.isIntegralNumber() && node.canConvertToInt()) {
        return node.intValue();
      }
      throw wrong(node, name, "a whole number");
    }
    if (type == long.class || type == Long.class) {
      if (node.isIntegralNumber() && node.canConvertToLong()) {
        return node.longValue();
      }
      throw wrong(node, name, "a whole number");
    }
    if ((type == float.class || type == Float.class) && node.isNumber()) {
      return node.floatValue();
    }
    if (type == double.class || type == Double.class) {
      if (node.isNumber()) {
        return node.doubleValue();
      }
      // JSON has no word for them: they are written as strings.
      if (node.isTextual() && NOT_FINITE.contains(node.textValue())) {
        return Double.valueOf(node.textValue());
      }
    }
    throw wrong(node, name, expected(type));
  }

  private static String expected(Class<?> type) {
    return type == String.class
        ? "a string"
        : type == boolean.class || type == Boolean.class ? "true or false" : "a number";
  }

  private static UnusableModelException wrong(JsonNode node, String name, String expected) {
    return new UnusableModelException(
        name + " is " + JsonObject.shown(node) + ", expected " + expected);
  }
}
