package dev.recurrent.interop.dl4j;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small models of DL4J as files. */
final class Dl4jFiles {
  static final String NAME = "model.zip";

  private Dl4jFiles() {}

  /** With parameters 0.01, 0.02, ... */
  static SequencePredictor predictor(SequenceModel model) {
    float[] parameters = new float[model.layout().size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = 0.01f * (i + 1);
    }
    return new SequencePredictor(model, parameters);
  }

  static byte[] file(SequenceModel model) {
    return Dl4jZip.write(Dl4jNetwork.of(predictor(model), false));
  }

  static String configuration(SequenceModel model) {
    byte[] json = Dl4jNetwork.of(predictor(model), false).configuration();
    return new String(json, StandardCharsets.UTF_8);
  }

  static byte[] coefficients(SequenceModel model) {
    return Coefficients.write(Dl4jNetwork.of(predictor(model), false).coefficients());
  }

  /** A zip of these two entries. */
  static byte[] file(String configuration, byte[] coefficients) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("configuration.json", configuration.getBytes(StandardCharsets.UTF_8));
    entries.put("coefficients.bin", coefficients);
    return zip(entries);
  }

  static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static SequencePredictor read(byte[] file) {
    return new Dl4jImporter().read(file, NAME, ImportSettings.defaults());
  }

  static SequencePredictor readLossy(byte[] file) {
    return new Dl4jImporter().read(file, NAME, ImportSettings.defaults().withLossy());
  }

  static void requireRefused(byte[] file, String part) {
    String message = assertThrows(UnusableModelException.class, () -> read(file)).getMessage();
    assertTrue(message.startsWith(NAME) && message.contains(part), message);
    assertTrue(message.lines().count() == 1, message);
  }
}
