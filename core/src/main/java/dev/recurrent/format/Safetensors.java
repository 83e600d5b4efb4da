package dev.recurrent.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Named float tensors in the safetensors format: eight bytes with the header's length, a JSON
 * header, raw little-endian values. PyTorch and its neighbours read it, and nothing in it runs. A
 * file may have more than 2 GB, a tensor at most 2^31 - 1 floats.
 */
public final class Safetensors implements FileContent {
  /** Floats that go through a buffer at a time. */
  private static final int CHUNK = 1 << 14;

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

    /** All of one row. */
    public static Tensor vector(float[] values) {
      return new Tensor(new int[] {values.length}, values);
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
  private final byte[] header;

  public Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    this.tensors = new LinkedHashMap<>(tensors);
    this.metadata = new LinkedHashMap<>(metadata);
    this.header = header(tensors, metadata);
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

  private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata) {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(SafetensorsHeader.METADATA, new TreeMap<>(metadata));
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
    return padded(Json.line(header));
  }

  /** With spaces to a multiple of eight, so that the values are aligned for who maps the file. */
  private static byte[] padded(String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  @Override
  public long length() {
    long floats = 0;
    for (Tensor tensor : tensors.values()) {
      floats += tensor.values.length;
    }
    return 8 + header.length + 4 * floats;
  }

  /** Writes the file; the same content gives the same bytes. */
  @Override
  public void writeTo(OutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    out.write(buffer.putLong(header.length).array(), 0, 8);
    out.write(header);
    for (Tensor tensor : tensors.values()) {
      for (int at = 0; at < tensor.values.length; at += CHUNK) {
        int n = Math.min(CHUNK, tensor.values.length - at);
        buffer.clear().asFloatBuffer().put(tensor.values, at, n);
        out.write(buffer.array(), 0, 4 * n);
      }
    }
  }

  /**
   * The file's bytes.
   *
   * @throws ArithmeticException if it has more than 2 GB
   */
  public byte[] toBytes() {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(length()));
      writeTo(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file's bytes; see {@link #read}. */
  public static Safetensors of(byte[] bytes, String name) {
    try {
      return read(new ByteArrayInputStream(bytes), bytes.length, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file; every size is checked before memory is taken for it.
   *
   * @param length of the file in bytes
   * @param name for error messages
   * @throws UnusableModelException if the bytes are not such a file, or hold other than F32
   */
  public static Safetensors read(InputStream in, long length, String name) throws IOException {
    SafetensorsHeader header = SafetensorsHeader.read(in, length, name);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : header.entries()) {
      float[] values = new float[entry.size()];
      fill(in, values, 0, values.length, name);
      tensors.put(entry.name(), new Tensor(entry.shape(), values));
    }
    return new Safetensors(tensors, header.metadata());
  }

  /**
   * Reads a file of another program, whose tensors may be of any {@link FloatType}. Takes at most
   * twice the file's length.
   *
   * @param name for error messages
   * @throws UnusableModelException if the bytes are not such a file, or hold other numbers
   */
  public static Safetensors converted(byte[] bytes, String name) {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try {
      SafetensorsHeader header =
          SafetensorsHeader.read(in, bytes.length, name, EnumSet.allOf(FloatType.class));
      ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int at = bytes.length - in.available();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        float[] floats = new float[entry.size()];
        for (int i = 0; i < floats.length; i++, at += entry.type().bytes()) {
          floats[i] = entry.type().read(values, at);
        }
        tensors.put(entry.name(), new Tensor(entry.shape(), floats));
      }
      return new Safetensors(tensors, header.metadata());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads so many floats to a place in an array. */
  static void fill(InputStream in, float[] to, int from, int count, String name)
      throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(4 * Math.min(CHUNK, count)).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < count; at += CHUNK) {
      int n = Math.min(CHUNK, count - at);
      if (in.readNBytes(buffer.array(), 0, 4 * n) != 4 * n) {
        throw new UnusableModelException(name + " ends before its last tensor");
      }
      buffer.clear().asFloatBuffer().get(to, from + at, n);
    }
  }
}
