package dev.recurrent.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a wheel of pure Python (PyPA, Binary distribution format). The build starts this file with
 * Java's source launcher, so it uses the JDK alone. The same sources give the same bytes: entries
 * are sorted, stored without compression, and have one time.
 */
final class PythonWheel {
  private static final String NAME = "recurrent_spark";
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private PythonWheel() {}

  /** Arguments: the folder of the sources, the license, the version, the folder of the wheel. */
  public static void main(String[] arguments) throws IOException {
    Path wheel =
        write(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2], Path.of(arguments[3]));
    System.out.println("Wrote " + wheel);
  }

  /**
   * Writes the wheel of a version.
   *
   * @param sources the folder that has the package's folder
   * @return the wheel
   */
  static Path write(Path sources, Path license, String version, Path folder) throws IOException {
    Map<String, byte[]> files = modules(sources);
    if (files.isEmpty()) {
      throw new IOException("there are no Python sources in " + sources.resolve(NAME));
    }
    String info = NAME + "-" + version + ".dist-info/";
    files.put(info + "METADATA", bytes(metadata(version)));
    files.put(info + "WHEEL", bytes(WHEEL));
    files.put(info + "LICENSE", Files.readAllBytes(license));
    String record = info + "RECORD";
    files.put(record, bytes(record(files) + record + ",,\n"));
    Path wheel = folder.resolve(NAME + "-" + version + "-py3-none-any.whl");
    Files.createDirectories(folder);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        store(zip, file.getKey(), file.getValue());
      }
    }
    return wheel;
  }

  private static final String WHEEL =
      """
      Wheel-Version: 1.0
      Generator: recurrent
      Root-Is-Purelib: true
      Tag: py3-none-any
      """;

  private static String metadata(String version) {
    return """
    Metadata-Version: 2.1
    Name: recurrent-spark
    Version: %s
    Summary: Recurrent networks on Spark: forecasters, classifiers and jobs from PySpark
    License: Apache-2.0
    Requires-Python: >=3.8
    Description-Content-Type: text/markdown

    The stages of Recurrent for PySpark 3.5. PySpark itself and Recurrent's jar come with your Spark.
    """
        .formatted(version);
  }

  private static Map<String, byte[]> modules(Path sources) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(sources.resolve(NAME))) {
      for (Path file : all.filter(f -> f.toString().matches(".*\\.(py|typed)")).toList()) {
        files.put(NAME + "/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String record(Map<String, byte[]> files) {
    StringBuilder lines = new StringBuilder();
    files.forEach(
        (name, content) ->
            lines.append(name + ",sha256=" + hash(content) + "," + content.length + "\n"));
    return lines.toString();
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 check = new CRC32();
    check.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(check.getValue());
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
