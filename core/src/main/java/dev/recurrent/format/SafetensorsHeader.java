package dev.recurrent.format;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The beginning of a safetensors file: which tensors follow, where and in which shape. */
final class SafetensorsHeader {
  static final String METADATA = "__metadata__";

  private static final int LARGEST = 1 << 24;

  private final List<Entry> entries;
  private final Map<String, String> metadata;

  private SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    this.entries = entries;
    this.metadata = metadata;
  }

  /** In the order in which their values follow. */
  List<Entry> entries() {
    return entries;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  /**
   * Reads the header of a file of 32-bit floats; the values follow in the stream.
   *
   * @param length of the file in bytes
   * @throws UnusableModelException if the tensors do not cover the file, each in its own place
   */
  static SafetensorsHeader read(InputStream in, long length, String name) throws IOException {
    return read(in, length, name, EnumSet.of(FloatType.F32));
  }

  /** As above, where a tensor may have any of these types. */
  static SafetensorsHeader read(InputStream in, long length, String name, Set<FloatType> types)
      throws IOException {
    byte[] size = in.readNBytes(8);
    if (size.length < 8) {
      throw new UnusableModelException(name + " has " + size.length + " bytes, expected a header");
    }
    long headerLength = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (headerLength < 2 || headerLength > Math.min(LARGEST, length - 8)) {
      throw new UnusableModelException(
          name + " says its header has " + headerLength + " bytes of " + length + " in all");
    }
    JsonNode header = Json.read(in.readNBytes((int) headerLength), name + "'s header");
    if (!header.isObject()
        || !header.path(METADATA).isMissingNode() && !header.get(METADATA).isObject()) {
      throw new UnusableModelException(name + "'s header or its metadata is not a JSON object");
    }
    SafetensorsHeader read = of(header, name, types);
    read.requireTiling(length - 8 - headerLength, name);
    return read;
  }

  private static SafetensorsHeader of(JsonNode header, String name, Set<FloatType> types) {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    header
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getKey().equals(METADATA)) {
                metadata.putAll(JsonObject.of(field.getValue(), name + "'s metadata").texts());
              } else {
                entries.add(Entry.of(field.getKey(), field.getValue(), name, types));
              }
            });
    entries.sort(
        Comparator.comparingLong((Entry entry) -> entry.begin).thenComparingLong(e -> e.end));
    return new SafetensorsHeader(entries, metadata);
  }

  /** The tensors must cover the rest of the file, one after another, without gap or overlap. */
  private void requireTiling(long length, String name) {
    long at = 0;
    for (Entry entry : entries) {
      if (entry.begin != at) {
        throw new UnusableModelException(
            name + ": tensor \"" + entry.name + "\" begins at " + entry.begin + ", expected " + at);
      }
      at = entry.end;
    }
    if (at != length) {
      throw new UnusableModelException(
          name + " has " + length + " bytes of values, its header says " + at);
    }
  }

  /** A tensor's line in the header. */
  static final class Entry {
    private final String name;
    private final FloatType type;
    private final int[] shape;
    private final long begin;
    private final long end;

    private Entry(String name, FloatType type, int[] shape, long begin, long end) {
      this.name = name;
      this.type = type;
      this.shape = shape;
      this.begin = begin;
      this.end = end;
    }

    String name() {
      return name;
    }

    FloatType type() {
      return type;
    }

    int[] shape() {
      return shape.clone();
    }

    /** Floats. */
    int size() {
      return (int) ((end - begin) / type.bytes());
    }

    private static long offset(JsonNode n) {
      return n.isIntegralNumber() && n.canConvertToLong() ? n.longValue() : -1;
    }

    private static @Nullable FloatType type(JsonNode node, Set<FloatType> types) {
      String name = node.path("dtype").textValue();
      return types.stream().filter(t -> t.name().equals(name)).findFirst().orElse(null);
    }

    static Entry of(String name, JsonNode node, String file, Set<FloatType> types) {
      FloatType type = type(node, types);
      @Nullable JsonNode offsets = node.get("data_offsets");
      @Nullable JsonNode sizes = node.get("shape");
      if (type == null
          || node.size() != 3
          || offsets == null
          || !offsets.isArray()
          || offsets.size() != 2
          || sizes == null
          || !sizes.isArray()) {
        throw new UnusableModelException(
            file
                + ": tensor \""
                + name
                + "\" is "
                + JsonObject.shown(node)
                + ", expected dtype "
                + types.stream().map(FloatType::name).collect(joining(" or "))
                + ", shape, offsets");
      }
      int[] shape = new int[sizes.size()];
      long size = type.bytes();
      for (int i = 0; i < shape.length; i++) {
        JsonNode n = sizes.get(i);
        shape[i] = n.isIntegralNumber() && n.canConvertToInt() ? n.intValue() : -1;
        if (shape[i] < 0 || size > Integer.MAX_VALUE) {
          throw new UnusableModelException(
              file + ": tensor \"" + name + "\" has a shape of " + sizes);
        }
        size *= shape[i];
      }
      long begin = offset(offsets.get(0));
      long end = offset(offsets.get(1));
      if (begin < 0 || end - begin != size || size / type.bytes() > Integer.MAX_VALUE - 8) {
        throw new UnusableModelException(
            file + ": tensor \"" + name + "\" of " + size + " bytes is at " + offsets);
      }
      return new Entry(name, type, shape, begin, end);
    }
  }
}
