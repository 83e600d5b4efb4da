package dev.recurrent.interop.keras;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.interop.ModelExporter;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.testing.Numbers;
import dev.recurrent.train.SequenceModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** Models as directories and as files of Keras. */
final class KerasModels {
  private KerasModels() {}

  static SequencePredictor random(SequenceModel model, long seed) {
    return new SequencePredictor(model, Numbers.uniform(model.layout().size(), 0.6, seed));
  }

  static ModelDirectory directory(SequencePredictor model) {
    Map<String, byte[]> files = new LinkedHashMap<>(model.files());
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return ModelDirectory.of(files, "model");
  }

  /** The one file that an exporter writes. */
  static byte[] written(ModelExporter exporter, SequencePredictor model) {
    return exporter.files(directory(model), false).values().iterator().next();
  }

  static SequencePredictor read(byte[] file) {
    return read(file, ImportSettings.defaults());
  }

  static SequencePredictor read(byte[] file, ImportSettings settings) {
    return new KerasImporter().read(file, "file", settings);
  }

  /** Refused on one line that has all these parts, and taken with --lossy if that is offered. */
  static String requireRefused(byte[] file, String... parts) {
    String message = assertThrows(UnusableModelException.class, () -> read(file)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "\"" + message + "\" lacks \"" + part + "\"");
    }
    assertTrue(message.lines().count() == 1, message);
    return message;
  }
}
