package dev.recurrent.interop;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.predict.SequencePredictor;

/**
 * Reads models of one format of another framework. The program finds the classes that {@code
 * META-INF/services/dev.recurrent.interop.ModelImporter} names in any jar on the class path.
 */
public interface ModelImporter {
  /** The format's name on the command line, such as "keras". */
  String format();

  /**
   * Looks at a file before all of it is read.
   *
   * @throws UnusableModelException if it does not begin as files of the format do, or is longer
   *     than the format is read
   */
  void requireFormat(FileBeginning file);

  /**
   * The model in a file. Nothing in the file is executed. Each size is checked against the file
   * before anything is allocated.
   *
   * @param file the file's bytes
   * @param where the file's name, for messages
   * @throws UnusableModelException naming the layer or the place, if the file is damaged or holds
   *     something that has no equal here
   */
  SequencePredictor read(byte[] file, String where, ImportSettings settings);
}
