package dev.recurrent.interop.keras;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.FileBeginning;
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

  /** How much of the file's length its reading may take; see {@link KerasImporter}. */
  private static final int LARGEST_SHARE = 24;

  private final HdfFile file;
  private final int length;
  private final String where;

  private Hdf5Reader(HdfFile file, int length, String where) {
    this.file = file;
    this.length = length;
    this.where = where;
  }

  /** Whether the file begins as HDF5 does. */
  static boolean recognizes(FileBeginning file) {
    return file.startsWith(SIGNATURE);
  }

  /**
   * @throws UnusableModelException if the bytes are not HDF5
   */
  static Hdf5Reader open(byte[] bytes, String where) {
    FileBeginning beginning = FileBeginning.of(bytes, where);
    if (!recognizes(beginning)) {
      throw beginning.unlike("HDF5, which begins with 89 48 44 46 0d 0a 1a 0a");
    }
    HdfFile file =
        guarded(where, "its root", bytes.length, () -> Hdf5Bytes.of(bytes, where).file());
    return new Hdf5Reader(file, bytes.length, where);
  }

  private <T extends @Nullable Object> T guarded(String what, Supplier<T> reading) {
    return guarded(where, what, length, reading);
  }

  /**
   * What jHDF says of a damaged file names its own classes: a message says where and what to do.
   */
  private static <T extends @Nullable Object> T guarded(
      String where, String what, int length, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "Keras files need io.jhdf:jhdf on the class path; add that library", e);
    } catch (OutOfMemoryError e) {
      if (Runtime.getRuntime().maxMemory() < (long) LARGEST_SHARE * length) {
        throw e;
      }
      throw damaged(where, what, e);
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      UnusableModelException known = known(e);
      throw known != null ? known : damaged(where, what, e);
    }
  }

  private static UnusableModelException damaged(String where, String what, Throwable cause) {
    return new UnusableModelException(
        where
            + ": "
            + what
            + " is damaged, or of a form of HDF5 that Keras does not write; copy the file or save"
            + " the model again",
        cause);
  }

  /** What was refused here below jHDF, which wraps it. */
  private static @Nullable UnusableModelException known(Throwable e) {
    Throwable at = e;
    for (int i = 0; i < 20 && at != null; i++) {
      if (at instanceof UnusableModelException known) {
        return known;
      }
      at = at.getCause();
    }
    return null;
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
    return guarded(path, () -> find(path) instanceof Group);
  }

  /** The names in a group; none where there is no group. */
  Set<String> names(String path) {
    return guarded(
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
    return guarded(what, () -> strings(path, name, most, what));
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
    if (attribute.getSizeInBytes() > length) {
      throw new UnusableModelException(
          where + ": " + what + " is longer than the file; save the model again");
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
    return guarded(path, () -> values(path, lossy, shape));
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
