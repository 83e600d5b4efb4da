package dev.recurrent.interop.pytorch;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.ImportSettings;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.train.SequenceModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.function.Executable;

/** Files of PyTorch and what reads them. */
final class PytorchFiles {
  private PytorchFiles() {}

  /** A file that PyTorch wrote. */
  static byte[] golden(String name) {
    String path = "/golden/" + name;
    try (InputStream in =
        Objects.requireNonNull(PytorchFiles.class.getResourceAsStream(path), path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SequencePredictor read(byte[] file) {
    return read(file, ImportSettings.defaults());
  }

  static SequencePredictor read(byte[] file, ImportSettings settings) {
    return new PytorchImporter().read(file, "net.pt", settings);
  }

  static void requireRefused(byte[] file, String part) {
    requireRefused(() -> read(file), part);
  }

  /** One line that names the file and says {@code part}. */
  static void requireRefused(Executable reading, String part) {
    String message = assertThrows(UnusableModelException.class, reading).getMessage();
    assertTrue(message.contains(part), () -> "\"" + message + "\" lacks \"" + part + "\"");
    assertTrue(message.startsWith("net.pt") && message.lines().count() == 1, message);
    assertTrue(message.length() < 1000, message);
  }

  /** A zip file of stored entries with right checksums. */
  static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> one : entries.entrySet()) {
        CRC32 crc = new CRC32();
        crc.update(one.getValue());
        ZipEntry entry = new ZipEntry(one.getKey());
        entry.setSize(one.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(one.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A file of this pickle and one storage "0" of so many bytes. */
  static byte[] file(byte[] pickle, int storage) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("net/data.pkl", pickle);
    entries.put("net/data/0", new byte[storage]);
    entries.put("net/version", new byte[] {'3', '\n'});
    return zip(entries);
  }

  static ModelDirectory directory(SequencePredictor predictor) {
    Map<String, byte[]> files = new HashMap<>(predictor.files());
    files.put(Manifest.NAME, Manifest.of(files).toBytes());
    return ModelDirectory.of(files, "model");
  }

  static SequencePredictor predictor(SequenceModel model, long seed) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, seed);
    return new SequencePredictor(model, parameters);
  }
}
