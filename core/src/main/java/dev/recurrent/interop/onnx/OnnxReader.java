package dev.recurrent.interop.onnx;

import dev.recurrent.format.UnusableModelException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bytes of an ONNX file as a graph. Arrays of floats are views of the file; {@link
 * WireReader} bounds how many other objects come out of it, to some 100 MB.
 */
final class OnnxReader {
  /** Far above what a network of a few layers needs; a damaged file may have any number. */
  private static final int MOST_NODES = 20_000;

  /** Operator sets whose operators mean what is read here. */
  private static final long OLDEST = 13;

  private static final long NEWEST = 25;

  private final String where;
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
  private final List<OnnxValue> inputs = new ArrayList<>();
  private final List<OnnxValue> outputs = new ArrayList<>();

  private OnnxReader(String where) {
    this.where = where;
  }

  /**
   * @param where the file's name, for messages
   * @throws UnusableModelException if it is no ONNX file, is damaged, or keeps arrays elsewhere
   */
  static OnnxGraph read(byte[] file, String where) {
    OnnxReader reader = new OnnxReader(where);
    reader.model(new WireReader(ByteBuffer.wrap(file), where));
    Set<String> arrays = new HashSet<>(reader.initializers.keySet());
    List<OnnxValue> free =
        reader.inputs.stream().filter(value -> !arrays.contains(value.name())).toList();
    return new OnnxGraph(reader.nodes, reader.initializers, free, reader.outputs);
  }

  private void model(WireReader in) {
    long operators = 0;
    boolean found = false;
    while (in.next()) {
      switch (in.field()) {
        case 7 -> {
          found = true;
          graph(in.message());
        }
        case 8 -> operators = Math.max(operators, operators(in.message()));
        case 25 -> throw new UnusableModelException(where + " has functions, expected one graph");
        default -> {}
      }
    }
    if (!found) {
      throw new UnusableModelException(where + " is no ONNX file: it has no graph");
    }
    if (operators < OLDEST || operators > NEWEST) {
      throw new UnusableModelException(
          where
              + " is of ONNX operator set "
              + operators
              + ", expected "
              + OLDEST
              + " to "
              + NEWEST
              + ": export it with another opset_version");
    }
  }

  /** The version of ONNX's own operators, else 0. */
  private static long operators(WireReader in) {
    String domain = "";
    long version = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> domain = in.name();
        case 2 -> version = in.integer();
        default -> {}
      }
    }
    return domain.isEmpty() || domain.equals("ai.onnx") ? version : 0;
  }

  private void graph(WireReader in) {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> nodes.add(node(in.message()));
        case 5 -> initializer(in.message());
        case 11 -> inputs.add(value(in.message()));
        case 12 -> outputs.add(value(in.message()));
        case 15 -> throw new UnusableModelException(where + " has sparse arrays, expected dense");
        default -> {}
      }
      if (nodes.size() > MOST_NODES || inputs.size() + outputs.size() > MOST_NODES) {
        throw new UnusableModelException(
            where + " has a graph of more than " + MOST_NODES + " nodes, inputs or outputs");
      }
    }
  }

  private void initializer(WireReader in) {
    TensorReader reader = new TensorReader(in, where);
    if (initializers.put(reader.name(), reader.tensor()) != null) {
      throw new UnusableModelException(where + " has two arrays named \"" + reader.name() + "\"");
    }
  }

  private OnnxNode node(WireReader in) {
    List<String> read = new ArrayList<>();
    List<String> written = new ArrayList<>();
    Map<String, Object> attributes = new LinkedHashMap<>();
    String name = "";
    String type = "";
    String domain = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> read.add(in.name());
        case 2 -> written.add(in.name());
        case 3 -> name = in.name();
        case 4 -> type = in.name();
        case 5 -> attribute(in.message(), attributes);
        case 7 -> domain = in.name();
        default -> {}
      }
    }
    boolean own = domain.isEmpty() || domain.equals("ai.onnx");
    return new OnnxNode(
        name,
        own ? type : domain + "." + type,
        List.copyOf(read),
        List.copyOf(written),
        attributes);
  }

  private void attribute(WireReader in, Map<String, Object> attributes) {
    String name = "";
    @Nullable Object value = null;
    List<Object> many = new ArrayList<>();
    long kind = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.name();
        case 2 -> value = in.decimal();
        case 3 -> value = in.integer();
        case 4 -> value = in.text();
        case 5 -> value = new TensorReader(in.message(), where).tensor();
        case 7 -> floats(in.floats(), many);
        case 8 -> in.integers(many::add);
        case 9 -> many.add(in.text());
        case 20 -> kind = in.integer();
        default -> {}
      }
    }
    attributes.put(name, value(kind, value, many));
  }

  private static void floats(ByteBuffer bytes, List<Object> many) {
    for (int i = 0; i + 4 <= bytes.limit(); i += 4) {
      many.add(bytes.getFloat(i));
    }
  }

  /** A value that is the type's zero is not in the file. */
  private static Object value(long kind, @Nullable Object one, List<Object> many) {
    if (kind == OnnxFile.INTEGER) {
      return one instanceof Long ? one : 0L;
    }
    if (kind == OnnxFile.FLOAT) {
      return one instanceof Float ? one : 0f;
    }
    if (kind == OnnxFile.TEXT) {
      return one instanceof String ? one : "";
    }
    if (kind == OnnxFile.TENSOR && one instanceof OnnxTensor) {
      return one;
    }
    boolean list = kind == OnnxFile.FLOATS || kind == OnnxFile.INTEGERS || kind == OnnxFile.TEXTS;
    return list ? List.copyOf(many) : new OnnxNode.Unread(kind);
  }

  private static OnnxValue value(WireReader in) {
    String name = "";
    int type = 0;
    List<String> shape = List.of();
    while (in.next()) {
      if (in.field() == 1) {
        name = in.name();
      } else if (in.field() == 2) {
        WireReader kind = in.message();
        while (kind.next()) {
          if (kind.field() == 1) {
            WireReader tensor = kind.message();
            while (tensor.next()) {
              if (tensor.field() == 1) {
                type = (int) tensor.integer();
              } else if (tensor.field() == 2) {
                shape = shape(tensor.message());
              }
            }
          }
        }
      }
    }
    return new OnnxValue(name, type, shape);
  }

  private static List<String> shape(WireReader in) {
    List<String> shape = new ArrayList<>();
    while (in.next()) {
      if (in.field() == 1) {
        WireReader axis = in.message();
        String size = "";
        while (axis.next()) {
          size =
              axis.field() == 1
                  ? Long.toString(axis.integer())
                  : axis.field() == 2 ? axis.name() : size;
        }
        shape.add(size);
      }
    }
    return shape;
  }
}
