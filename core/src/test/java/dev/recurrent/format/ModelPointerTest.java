package dev.recurrent.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPointerTest {
  @TempDir Path registry;

  private void write(String name, String content) throws IOException {
    Path model = Files.createDirectories(registry.resolve("models").resolve(name));
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Files.write(model.resolve("a.txt"), bytes);
    Files.write(model.resolve(Manifest.NAME), Manifest.of(Map.of("a.txt", bytes)).toBytes());
  }

  private void point(String to) throws IOException {
    Files.writeString(registry.resolve(ModelPointer.NAME), to);
  }

  @Test
  void aRegistryReadsAsItsNewestModel() throws IOException {
    write("one", "1");
    write("two", "2");
    point("two\n");
    ModelDirectory opened = ModelDirectory.local(registry);
    assertEquals("2", new String(opened.file("a.txt"), StandardCharsets.UTF_8));
    assertEquals(registry + "/models/two", opened.where());
    point("one");
    opened = ModelDirectory.local(registry);
    assertEquals("1", new String(opened.file("a.txt"), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../models/one",
        "/one",
        "one/..",
        ".one",
        "one\ntwo",
        "file:///one",
        "öne"
      })
  void aPointerThatIsNoPlainNameIsRefused(String to) throws IOException {
    write("one", "1");
    point(to);
    UnusableModelException said =
        assertThrows(UnusableModelException.class, () -> ModelDirectory.local(registry));
    assertTrue(said.getMessage().contains("latest has \"" + to.strip() + "\""), said.getMessage());
  }

  @Test
  void aLongPointerIsNotRead() throws IOException {
    point("a".repeat(300));
    assertThrows(UnusableModelException.class, () -> ModelDirectory.local(registry));
  }

  @Test
  void aPointerToNothingSaysSo() throws IOException {
    for (String to : List.of("gone", "half")) {
      Files.createDirectories(registry.resolve("models/half"));
      point(to);
      String said =
          assertThrows(UnusableModelException.class, () -> ModelDirectory.local(registry))
              .getMessage();
      assertTrue(said.endsWith("latest names a model that is not there"), said);
    }
  }
}
