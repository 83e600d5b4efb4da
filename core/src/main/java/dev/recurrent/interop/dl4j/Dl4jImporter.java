package dev.recurrent.interop.dl4j;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.FileBeginning;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.ModelImporter;
import dev.recurrent.predict.SequencePredictor;

/**
 * Reads a MultiLayerNetwork as DL4J 1.0.0-M2 saves it. The state of its updater is left out. Takes
 * at most 16 times the file's length and 160 MB.
 */
public final class Dl4jImporter implements ModelImporter {
  static final String FORMAT = "dl4j";

  @Override
  public String format() {
    return FORMAT;
  }

  @Override
  public void requireFormat(FileBeginning file) {
    if (!file.isZip()) {
      throw file.unlike("the zip file that MultiLayerNetwork.save writes");
    }
  }

  @Override
  public SequencePredictor read(byte[] file, String where, ImportSettings settings) {
    requireFormat(FileBeginning.of(file, where));
    Dl4jZip zip = new Dl4jZip(file, where);
    String ofInput = zip.inputEntry();
    if (ofInput != null && !settings.lossy()) {
      throw new UnusableModelException(
          where
              + " has an entry \""
              + ofInput
              + "\": what it does to the model's input has no equal here; do it to your data, and"
              + " pass --lossy to leave it out");
    }
    NetworkReader network = NetworkReader.read(zip.configuration(), where, settings);
    float[] coefficients = zip.coefficients(network.coefficients());
    return Dl4jNetwork.predictor(network, coefficients, where);
  }
}
