package dev.recurrent.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recurrent.nn.AbsoluteError;
import dev.recurrent.nn.BinaryCrossEntropy;
import dev.recurrent.nn.ClassByName;
import dev.recurrent.nn.Huber;
import dev.recurrent.nn.Loss;
import dev.recurrent.nn.SoftmaxCrossEntropy;
import dev.recurrent.nn.SquaredError;
import dev.recurrent.nn.layer.DenseLayer;
import dev.recurrent.nn.layer.DropoutLayer;
import dev.recurrent.nn.layer.Layer;
import dev.recurrent.nn.layer.MergeDirections;
import dev.recurrent.nn.layer.PoolingLayer;
import dev.recurrent.nn.layer.Recurrent;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Map;

/**
 * Records behind an open interface, layers and losses: an object with a field {@code type}, which
 * is a short name or the name of a record's class, and the record's components.
 */
final class OpenRecords extends SimpleModule {
  private static final long serialVersionUID = 1;
  private static final String TYPE = "type";

  private static final Map<Class<?>, Map<String, Class<? extends Record>>> NAMES =
      Map.of(
          Layer.class,
          Map.of(
              "recurrent", Recurrent.class,
              "dense", DenseLayer.class,
              "dropout", DropoutLayer.class,
              "merge", MergeDirections.class,
              "pooling", PoolingLayer.class),
          Loss.class,
          Map.of(
              "squared-error", SquaredError.class,
              "absolute-error", AbsoluteError.class,
              "huber", Huber.class,
              "binary-cross-entropy", BinaryCrossEntropy.class,
              "softmax-cross-entropy", SoftmaxCrossEntropy.class));

  OpenRecords() {
    addSerializer(Layer.class, new Writer<>());
    addSerializer(Loss.class, new Writer<>());
  }

  /** Whether records of that interface are read here. */
  static boolean contains(Class<?> type) {
    return NAMES.containsKey(type);
  }

  /**
   * @throws UnusableModelException if there is no such record, or it refuses its components
   */
  static Record read(JsonNode node, Class<?> type, String name) {
    String label = JsonObject.of(node, name).text(TYPE);
    Class<? extends Record> known = NAMES.getOrDefault(type, Map.of()).get(label);
    ObjectNode rest = node.deepCopy();
    rest.remove(TYPE);
    Class<? extends Record> record = known == null ? load(label, type, name) : known;
    return RecordReader.read(rest, record, name);
  }

  private static Class<? extends Record> load(String label, Class<?> type, String name) {
    try {
      return ClassByName.find(label).asSubclass(type).asSubclass(Record.class);
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new UnusableModelException(
          name
              + ": type is \""
              + label
              + "\", expected one of "
              + NAMES.getOrDefault(type, Map.of()).keySet().stream().sorted().toList()
              + " or a record on the class path that implements "
              + type.getName(),
          e);
    }
  }

  private static String label(Class<?> record) {
    for (Map<String, Class<? extends Record>> names : NAMES.values()) {
      for (Map.Entry<String, Class<? extends Record>> name : names.entrySet()) {
        if (name.getValue() == record) {
          return name.getKey();
        }
      }
    }
    return record.getName();
  }

  /** Writes the type and the components. */
  private static final class Writer<T> extends JsonSerializer<T> {
    @Override
    public void serialize(T value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      RecordReader.requireReadable(value.getClass());
      generator.writeStartObject();
      generator.writeStringField(TYPE, label(value.getClass()));
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        provider.defaultSerializeField(component.getName(), read(component, value), generator);
      }
      generator.writeEndObject();
    }

    private static Object read(RecordComponent component, Object record) throws IOException {
      try {
        component.getAccessor().setAccessible(true);
        return component.getAccessor().invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new IOException("cannot read " + component, e);
      }
    }
  }
}
