package dev.recurrent.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.Dense;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.testing.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelDirectoryTest {
  private static final ParameterLayout LAYOUT = Dense.layout(3, 2);

  @TempDir Path folder;

  private record Sizes(int inputSize) {}

  @BeforeEach
  void writeModel() throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    contents.put(
        ModelDirectory.MODEL,
        Json.document(
            Map.of("kind", "dense", "formatVersion", 1, "config", Map.of("inputSize", 3))));
    contents.put(ParameterFile.NAME, ParameterFile.write(LAYOUT, values()));
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    Files.write(folder.resolve(Manifest.NAME), Manifest.of(contents).toBytes());
  }

  private static float[] values() {
    return Numbers.uniform(LAYOUT.size(), 1, 1);
  }

  private ModelDirectory open() {
    return ModelDirectory.local(folder);
  }

  @Test
  void aFinishedModelIsReadBack() {
    assertArrayEquals(values(), open().parameters(() -> LAYOUT));
    assertEquals(new Sizes(3), open().config("dense", Sizes.class));
    assertEquals(folder.toString(), open().where());
  }

  @Test
  void withoutManifestThereIsNoModel() throws IOException {
    Files.delete(folder.resolve(Manifest.NAME));
    Refusals.requireRefused(this::open, "holds no finished model: it has no manifest.json");
    Refusals.requireRefused(
        () -> ModelDirectory.local(folder.resolve("absent")), "absent does not exist");
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    Path file = folder.resolve(ParameterFile.NAME);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= (byte) (1 << (i % 8));
      Files.write(file, flipped);
      Refusals.requireRefused(() -> open().parameters(() -> LAYOUT), "has been altered");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 100})
  void aTruncatedFileIsFound(int length) throws IOException {
    Path file = folder.resolve(ParameterFile.NAME);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, length));
    Refusals.requireRefused(
        () -> open().parameters(() -> LAYOUT),
        " has " + length + " bytes, the manifest says " + bytes.length);
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(folder.resolve(ParameterFile.NAME));
    Refusals.requireRefused(() -> open().parameters(() -> LAYOUT), "parameters.safetensors");
  }

  @Test
  void aFileOutsideTheManifestIsNotRead() throws IOException {
    Files.write(folder.resolve("other.json"), Refusals.utf8("{}"));
    Refusals.requireRefused(() -> open().file("other.json"), "has no file other.json in manifest");
  }

  @Test
  void anotherKindIsNamed() {
    Refusals.requireRefused(
        () -> open().config("text", Sizes.class),
        "holds a model of kind \"dense\", expected \"text\"");
  }

  @Test
  void anotherFormatVersionIsNamed() throws IOException {
    Path file = folder.resolve(Manifest.NAME);
    String text = Files.readString(file);
    assertTrue(text.contains("\"formatVersion\" : 1"));
    Files.writeString(file, text.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
    Refusals.requireRefused(this::open, "manifest.json has format version 2, this release reads 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "7", "{\"formatVersion\": 1}", "{\"formatVersion\": \"x\"}"})
  void aManifestThatIsNoneIsNamed(String text) throws IOException {
    Files.writeString(folder.resolve(Manifest.NAME), text);
    Refusals.requireRefused(this::open, "manifest.json");
  }

  @Test
  void manifestsAreReadBack() {
    Manifest manifest = Manifest.of(Map.of("a", new byte[] {1, 2}));
    assertEquals(manifest, Manifest.read(manifest.toBytes(), "here"));
    assertEquals(2, manifest.files().get(0).length());
    // The digest of nothing, as FIPS 180-4's test vectors have it.
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        Manifest.sha256(new byte[0]));
  }
}
