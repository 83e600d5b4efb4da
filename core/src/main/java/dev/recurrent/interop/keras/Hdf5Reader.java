package dev.recurrent.interop.keras;

import dev.recurrent.format.UnusableModelException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An HDF5 file in memory. Whatever a damaged file makes jHDF throw becomes one {@link
 * UnusableModelException}. Links are not followed, and chunks are not unpacked: Keras writes
 * neither, and a dataset then has no more values than the file has bytes.
 */
final class Hdf5Reader {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private final HdfFile file;
  private final int length;
  private final String where;

  private Hdf5Reader(HdfFile file, int length, String where) {
    this.file = file;
    this.length = length;
    this.where = where;
  }

  /** Whether the bytes begin as HDF5 does. */
  static boolean recognizes(byte[] bytes) {
    int end = Math.min(SIGNATURE.length, bytes.length);
    return Arrays.equals(bytes, 0, end, SIGNATURE, 0, SIGNATURE.length);
  }

  /**
   * @throws UnusableModelException if the bytes are not HDF5
   */
  static Hdf5Reader open(byte[] bytes, String where) {
    if (!recognizes(bytes)) {
      throw new UnusableModelException(where + " is not HDF5: it does not begin with \\x89HDF");
    }
    HdfFile file = guarded(where, "the file", () -> HdfFile.fromBytes(bytes));
    return new Hdf5Reader(file, bytes.length, where);
  }

  private static <T extends @Nullable Object> T guarded(
      String where, String what, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (UnusableModelException e) {
      throw e;
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "Keras files need io.jhdf:jhdf on the class path; add that library", e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
      throw new UnusableModelException(
          where + ": " + what + " cannot be read from HDF5: " + reason(e), e);
    }
  }

  private static String reason(Throwable e) {
    Throwable deepest = e;
    for (int i = 0; i < 20 && deepest.getCause() != null; i++) {
      deepest = deepest.getCause();
    }
    String message = String.valueOf(deepest.getMessage());
    return message.equals("null")
        ? deepest.getClass().getSimpleName()
        : message.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
  }

  private @Nullable Node find(String path) {
    Node node = file;
    for (String part : path.split("/", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      node = node instanceof Group group ? group.getChild(part) : null;
      if (node == null) {
        return null;
      }
      if (node.isLink()) {
        throw new UnusableModelException(
            where + ": " + path + " is a link, expected the group or dataset itself");
      }
    }
    return node;
  }

  /** Whether there is a group. */
  boolean hasGroup(String path) {
    return guarded(where, path, () -> find(path) instanceof Group);
  }

  /** The names in a group; none where there is no group. */
  Set<String> names(String path) {
    return guarded(
        where,
        path,
        () ->
            find(path) instanceof Group group
                ? new TreeSet<>(group.getChildren().keySet())
                : new TreeSet<>());
  }

  /** A text attribute of a group, or null where there is none. */
  @Nullable String text(String path, String name) {
    List<String> texts = texts(path, name, 1);
    return texts == null || texts.isEmpty() ? null : texts.get(0);
  }

  /**
   * A list of texts, or null where there is no such attribute.
   *
   * @param most refused if there are more
   */
  @Nullable List<String> texts(String path, String name, int most) {
    String what = "attribute " + name + " of /" + path;
    return guarded(where, what, () -> strings(path, name, most, what));
  }

  private @Nullable List<String> strings(String path, String name, int most, String what) {
    Node node = find(path);
    Attribute attribute = node == null ? null : node.getAttribute(name);
    if (attribute == null) {
      return null;
    }
    if (attribute.isEmpty()) {
      return List.of();
    }
    if (attribute.getSize() > most) {
      throw new UnusableModelException(
          where + ": " + what + " has " + attribute.getSize() + " texts, expected " + most);
    }
    Object data = attribute.getData();
    if (data instanceof String one) {
      return List.of(one);
    }
    if (data instanceof String[] many) {
      return List.of(many);
    }
    throw new UnusableModelException(where + ": " + what + " is no text");
  }

  /**
   * The values of a dataset, row by row.
   *
   * @param lossy whether numbers of another precision than float32 are rounded; refused otherwise
   * @throws UnusableModelException unless it has that shape
   */
  float[] floats(String path, boolean lossy, int... shape) {
    return guarded(where, path, () -> values(path, lossy, shape));
  }

  private float[] values(String path, boolean lossy, int... shape) {
    if (!(find(path) instanceof Dataset dataset)) {
      throw new UnusableModelException(where + " has no dataset " + path);
    }
    int[] actual = dataset.getDimensions();
    if (!Arrays.equals(actual, shape)) {
      throw refusal(path, "has the shape " + shown(actual) + ", expected " + shown(shape));
    }
    if (!(dataset.getDataType() instanceof FloatingPoint type)) {
      throw refusal(path, "holds no floating point numbers, expected float32");
    }
    int bits = 8 * type.getSize();
    if (bits != 32 && !lossy) {
      throw refusal(
          path, "holds float" + bits + ", expected float32; pass --lossy to round its numbers");
    }
    boolean chunked = dataset.getDataLayout() == DataLayout.CHUNKED;
    if (chunked || dataset.isEmpty() || dataset.getSizeInBytes() > length) {
      throw refusal(path, "has no plain values in the file, as Keras writes them");
    }
    return finite(path, dataset.getDataFlat());
  }

  private float[] finite(String path, Object flat) {
    float[] values = flat instanceof float[] floats ? floats : rounded(path, flat);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw refusal(path, "has " + values[i] + " at " + i + ", expected finite numbers");
      }
    }
    return values;
  }

  private float[] rounded(String path, Object flat) {
    if (!(flat instanceof double[] doubles)) {
      throw refusal(path, "holds no floating point numbers, expected float32");
    }
    float[] values = new float[doubles.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) doubles[i];
    }
    return values;
  }

  private UnusableModelException refusal(String path, String what) {
    return new UnusableModelException(where + ": " + path + " " + what);
  }

  private static String shown(int... shape) {
    return Arrays.toString(shape).replace('[', '(').replace(']', ')');
  }
}
