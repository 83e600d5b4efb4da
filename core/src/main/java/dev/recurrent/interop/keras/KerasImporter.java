package dev.recurrent.interop.keras;

import dev.recurrent.interop.FileBeginning;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.ModelImporter;
import dev.recurrent.predict.SequencePredictor;

/**
 * Reads {@code .keras} archives (Keras 3, and Keras 2 from 2.12) and whole-model {@code .h5} files
 * (Keras 2 and 3): Sequential models, functional ones that are a chain, and those whose decoder
 * starts from an encoder's states. Needs {@code io.jhdf:jhdf} on the class path.
 */
public final class KerasImporter implements ModelImporter {
  @Override
  public String format() {
    return "keras";
  }

  @Override
  public void requireFormat(FileBeginning file) {
    KerasFile.requireFormat(file);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A file has at most 1 GB. Its numbers take at most 24 times the file.
   *
   * @throws IllegalArgumentException if a pooling is set: a Keras file says itself how the last
   *     layer pools
   */
  @Override
  public SequencePredictor read(byte[] file, String where, ImportSettings settings) {
    if (settings.pooling() != null) {
      throw new IllegalArgumentException(
          "pooling is "
              + settings.pooling().label()
              + ", expected none: a Keras file says itself how its steps become one row");
    }
    KerasFile keras = KerasFile.open(file, where, settings.lossy());
    return new KerasModelReader(keras, settings, where).read();
  }
}
