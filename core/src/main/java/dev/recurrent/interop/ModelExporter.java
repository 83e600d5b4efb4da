package dev.recurrent.interop;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import java.util.Map;
import java.util.Set;

/**
 * Writes models of one kind in one format of another framework. The program finds the classes that
 * {@code META-INF/services/dev.recurrent.interop.ModelExporter} names in any jar on the class path.
 */
public interface ModelExporter {
  /** The format's name on the command line, such as "onnx". */
  String format();

  /** The kind of models that it writes, as {@code model.json} names it. */
  String kind();

  /** Plain names of all files that it can write, such as "model.onnx". */
  Set<String> names();

  /**
   * The model's files in that format.
   *
   * @param lossy whether parts that the format cannot hold may be left out or changed
   * @return contents by plain file name, one of {@link #names}
   * @throws UnusableModelException if the directory does not hold what it says
   * @throws InexpressibleModelException naming the layer that the format cannot hold
   */
  Map<String, byte[]> files(ModelDirectory model, boolean lossy);
}
