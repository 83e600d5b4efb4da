package dev.recurrent.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Named float tensors in the safetensors format: eight bytes with the header's length, a JSON
 * header, raw little-endian values. PyTorch and its neighbours read it, and nothing in it runs.
 */
public final class Safetensors {
  private static final int MAX_HEADER = 64 << 20;
  private static final String METADATA = "__metadata__";

  /** One tensor, row-major, of 32-bit floats. */
  public static final class Tensor {
    private final int[] shape;
    private final float[] values;

    /**
     * @throws IllegalArgumentException if the shape does not have as many elements as there are
     */
    public Tensor(int[] shape, float[] values) {
      long size = 1;
      for (int n : shape) {
        size = Math.multiplyExact(size, n);
      }
      if (size != values.length) {
        throw new IllegalArgumentException(
            "tensor has " + values.length + " values, its shape " + size);
      }
      this.shape = shape.clone();
      this.values = values;
    }

    public int[] shape() {
      return shape.clone();
    }

    /** Not copied. */
    public float[] values() {
      return values;
    }
  }

  private final Map<String, Tensor> tensors;
  private final Map<String, String> metadata;

  public Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    this.tensors = new LinkedHashMap<>(tensors);
    this.metadata = new LinkedHashMap<>(metadata);
  }

  public Map<String, Tensor> tensors() {
    return tensors;
  }

  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * @throws UnusableModelException naming a tensor that is not here
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new UnusableModelException("no tensor \"" + name + "\"; there are " + tensors.keySet());
    }
    return tensor;
  }

  /** The file's bytes; the same content gives the same bytes. */
  public byte[] toBytes() {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, new TreeMap<>(metadata));
    }
    long end = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      long begin = end;
      end += 4L * entry.getValue().values.length;
      // Not Map.of, whose order differs from one JVM to the next.
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("dtype", "F32");
      line.put("shape", entry.getValue().shape);
      line.put("data_offsets", new long[] {begin, end});
      header.put(entry.getKey(), line);
    }
    byte[] text = padded(Json.line(header));
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(8 + text.length + end)).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(text.length).put(text);
    for (Tensor tensor : tensors.values()) {
      out.asFloatBuffer().put(tensor.values);
      out.position(out.position() + 4 * tensor.values.length);
    }
    return out.array();
  }

  /** With spaces to a multiple of eight, so that the values are aligned for who maps the file. */
  private static byte[] padded(String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] padded = java.util.Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    java.util.Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * Reads a file's bytes; every size is checked before anything is allocated.
   *
   * @param name for error messages
   * @throws UnusableModelException if the bytes are not such a file, or hold other than F32
   */
  public static Safetensors of(byte[] bytes, String name) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 8) {
      throw new UnusableModelException(name + " has " + bytes.length + " bytes, expected a header");
    }
    long headerLength = in.getLong();
    if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, bytes.length - 8L)) {
      throw new UnusableModelException(
          name + " says its header has " + headerLength + " bytes of " + bytes.length + " in all");
    }
    byte[] text = new byte[(int) headerLength];
    in.get(text);
    JsonNode header = Json.read(text, name + "'s header");
    if (!header.isObject()
        || !header.path(METADATA).isMissingNode() && !header.get(METADATA).isObject()) {
      throw new UnusableModelException(name + "'s header or its metadata is no JSON object");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    header
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getKey().equals(METADATA)) {
                field
                    .getValue()
                    .fields()
                    .forEachRemaining(m -> metadata.put(m.getKey(), m.getValue().asText()));
              } else {
                entries.add(Entry.of(field.getKey(), field.getValue(), name));
              }
            });
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int start = in.position();
    requireTiling(entries, bytes.length - start, name);
    for (Entry entry : entries) {
      float[] values = new float[(int) ((entry.end - entry.begin) / 4)];
      in.position(start + (int) entry.begin);
      in.asFloatBuffer().get(values);
      tensors.put(entry.name, new Tensor(entry.shape, values));
    }
    return new Safetensors(tensors, metadata);
  }

  /** The tensors must cover the rest of the file, one after another, without gap or overlap. */
  private static void requireTiling(List<Entry> entries, long length, String name) {
    entries.sort(
        Comparator.comparingLong((Entry entry) -> entry.begin).thenComparingLong(e -> e.end));
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
  private static final class Entry {
    private final String name;
    private final int[] shape;
    private final long begin;
    private final long end;

    private Entry(String name, int[] shape, long begin, long end) {
      this.name = name;
      this.shape = shape;
      this.begin = begin;
      this.end = end;
    }

    private static long offset(JsonNode n) {
      return n.isIntegralNumber() && n.canConvertToLong() ? n.longValue() : -1;
    }

    static Entry of(String name, JsonNode node, String file) {
      @Nullable JsonNode offsets = node.get("data_offsets");
      @Nullable JsonNode sizes = node.get("shape");
      if (!"F32".equals(node.path("dtype").asText())
          || offsets == null
          || offsets.size() != 2
          || sizes == null
          || !sizes.isArray()) {
        throw new UnusableModelException(
            file + ": tensor \"" + name + "\" is " + node + ", expected dtype F32, shape, offsets");
      }
      int[] shape = new int[sizes.size()];
      long size = 4;
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
      if (begin < 0 || end - begin != size) {
        throw new UnusableModelException(
            file + ": tensor \"" + name + "\" of " + size + " bytes lies at " + offsets);
      }
      return new Entry(name, shape, begin, end);
    }
  }
}
