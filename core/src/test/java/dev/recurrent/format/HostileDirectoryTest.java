package dev.recurrent.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.Dense;
import dev.recurrent.nn.ParameterLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories made to hang a reader, to exhaust its memory, or to lead it elsewhere. */
@Timeout(10)
class HostileDirectoryTest {
  private static final ParameterLayout LAYOUT = Dense.layout(3, 2);

  @TempDir Path folder;

  private Path parameters() {
    return folder.resolve(ParameterFile.NAME);
  }

  private void write(byte[] parameters) throws IOException {
    Files.deleteIfExists(parameters());
    Files.write(parameters(), parameters);
    Files.write(
        folder.resolve(Manifest.NAME),
        Manifest.of(Map.of(ParameterFile.NAME, parameters)).toBytes());
  }

  private void requireRefused(String part) {
    Refusals.requireRefused(() -> ModelDirectory.local(folder).parameters(() -> LAYOUT), part);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void weightsThatAreNotFiniteAreRefused(float value) throws IOException {
    float[] values = new float[LAYOUT.size()];
    values[4] = value;
    write(ParameterFile.write(LAYOUT, values));
    requireRefused("parameters.safetensors has " + value + " in \"weight\"");
  }

  @Test
  void aLinkToADeviceIsNoFile() throws IOException {
    write(ParameterFile.write(LAYOUT, new float[LAYOUT.size()]));
    Files.delete(parameters());
    Files.createSymbolicLink(parameters(), Path.of("/dev/zero"));
    requireRefused("its manifest lists parameters.safetensors, which is not there");
    Files.delete(folder.resolve(Manifest.NAME));
    Files.createSymbolicLink(folder.resolve(Manifest.NAME), Path.of("/dev/zero"));
    requireRefused("holds no finished model");
  }

  @Test
  void aPipeIsNoFile() throws Exception {
    write(ParameterFile.write(LAYOUT, new float[LAYOUT.size()]));
    Files.delete(parameters());
    assertEquals(0, new ProcessBuilder("mkfifo", parameters().toString()).start().waitFor());
    requireRefused("its manifest lists parameters.safetensors, which is not there");
  }

  @Test
  void aLinkToAFileIsOne() throws IOException {
    write(ParameterFile.write(LAYOUT, new float[LAYOUT.size()]));
    Path elsewhere = Files.move(parameters(), folder.resolve("elsewhere"));
    Files.createSymbolicLink(parameters(), elsewhere);
    assertEquals(LAYOUT.size(), ModelDirectory.local(folder).parameters(() -> LAYOUT).length);
  }

  @Test
  void aSparseFileIsRefusedBeforeMemoryIsTaken() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(parameters().toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    String line =
        "{\"name\":\"parameters.safetensors\",\"length\":%d,\"sha256\":\"%s\"}"
            .formatted(1L << 40, "0".repeat(64));
    Files.writeString(
        folder.resolve(Manifest.NAME), "{\"formatVersion\":1,\"files\":[" + line + "]}");
    requireRefused("says its header has 0 bytes");
    Refusals.requireRefused(
        () -> ModelDirectory.local(folder).file(ParameterFile.NAME), "expected at most");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "hdfs://host/x",
        "..",
        ".",
        "",
        ".hidden",
        "a/b",
        "a\\\\b",
        "a b",
        "a\\u0000b",
        "%2e%2e"
      })
  void namesThatAreNotPlainAreRefused(String name) throws IOException {
    String line = "{\"name\":\"%s\",\"length\":1,\"sha256\":\"%s\"}";
    Files.writeString(
        folder.resolve(Manifest.NAME),
        "{\"formatVersion\":1,\"files\":[" + line.formatted(name, "0".repeat(64)) + "]}");
    requireRefused("manifest.json: files[0]: file name is");
  }

  @Test
  void sizesThatTheFileDoesNotHaveAreRefusedBeforeMemoryIsTaken() throws IOException {
    write(ParameterFile.write(LAYOUT, new float[LAYOUT.size()]));
    ModelDirectory directory = ModelDirectory.local(folder);
    Refusals.requireRefused(
        () -> directory.parameters(() -> Dense.layout(20_000, 100_000)), "this model has");
    Refusals.requireRefused(
        () -> directory.parameters(() -> Dense.layout(60_000, 60_000)), "larger than");
  }

  @Test
  void aFileSystemThatDoesNotAnswerIsNoDamage() {
    ModelDirectory.Source away =
        new ModelDirectory.Source() {
          @Override
          public long length(String name) throws IOException {
            throw new ConnectException("refused");
          }

          @Override
          public InputStream open(String name) {
            throw new AssertionError("not reached");
          }

          @Override
          public boolean exists() {
            throw new AssertionError("not reached");
          }
        };
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> ModelDirectory.open(away, "there"));
    assertTrue(e.getCause() instanceof ConnectException, e.toString());
  }

  @Test
  void tensorsOfMoreThanTwoGigabytesAreWritten() throws IOException {
    float[] values = new float[1 << 22];
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 130; i++) {
      tensors.put("t" + i, Safetensors.Tensor.vector(values));
    }
    Safetensors file = new Safetensors(tensors, Map.of());
    long[] written = new long[1];
    StringBuilder header = new StringBuilder();
    file.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("byte by byte");
          }

          @Override
          public void write(byte[] bytes, int from, int count) {
            if (written[0] < 100_000 && count < 65_536) {
              header.append(new String(bytes, from, count, StandardCharsets.ISO_8859_1));
            }
            written[0] += count;
          }
        });
    assertTrue(written[0] > 1L << 31);
    assertEquals(file.length(), written[0]);
    assertTrue(header.indexOf("[" + 129 * (4L << 22) + "," + 130 * (4L << 22) + "]") > 0);
  }
}
