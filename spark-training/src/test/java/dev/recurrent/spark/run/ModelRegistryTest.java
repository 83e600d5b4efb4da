package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRegistryTest {
  @TempDir Path folder;
  private ModelRegistry registry;

  @BeforeEach
  void open() throws IOException {
    registry = ModelRegistry.at(folder.resolve("registry").toString(), new Configuration());
  }

  private static ModelDirectory model(String content) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("model.json", content.getBytes(StandardCharsets.UTF_8));
    files.put("more.bin", new byte[100_000]);
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(Manifest.NAME, Manifest.of(files).toBytes());
    return ModelDirectory.of(all, "run");
  }

  private String latest() {
    return new String(registry.open().file("model.json"), StandardCharsets.UTF_8);
  }

  @Test
  void theNewestModelIsTheOneThatIsRead() throws IOException {
    assertEquals(Optional.empty(), registry.latest());
    registry.publish("20260101-000000-aa", model("first"));
    assertEquals("first", latest());
    registry.publish("20260102-000000-bb", model("second"));
    assertEquals("second", latest());
    assertEquals(Optional.of("20260102-000000-bb"), registry.latest());
  }

  @Test
  void aLateRunNeverMovesThePointerBack() throws IOException {
    registry.publish("20260102-000000-bb", model("second"));
    registry.publish("20260101-000000-aa", model("first"));
    assertEquals("second", latest());
  }

  @Test
  void aRunThatWasKilledBeforeThePointerMovedGoesOn() throws IOException {
    registry.publish("20260101-000000-aa", model("first"));
    registry.publish("20260102-000000-bb", model("second"));
    Files.writeString(folder.resolve("registry/latest"), "20260101-000000-aa");
    Files.createDirectory(
        folder.resolve("registry/models/.x-01234567-89ab-cdef-0123-456789abcdef"));
    Path pointer = folder.resolve("registry/.latest-01234567-89ab-cdef-0123-456789abcdef");
    Files.writeString(pointer, "20260102");
    registry.publish("20260102-000000-bb", model("another"));
    assertEquals("second", latest());
    assertFalse(Files.exists(pointer));
    registry.keep(2);
    try (var names = Files.list(folder.resolve("registry/models"))) {
      assertEquals(2, names.count());
    }
  }

  @Test
  void onlySoManyModelsStayAndTheOneInUseAlways() throws IOException {
    for (int day = 1; day <= 5; day++) {
      registry.publish("2026010" + day + "-000000-aa", model("day " + day));
    }
    Files.writeString(folder.resolve("registry/latest"), "20260101-000000-aa");
    assertEquals(List.of("20260103-000000-aa", "20260102-000000-aa"), registry.keep(3));
    assertEquals("day 1", latest());
    assertTrue(Files.exists(folder.resolve("registry/models/20260105-000000-aa")));
    assertFalse(Files.exists(folder.resolve("registry/models/20260103-000000-aa")));
  }

  @Test
  void aNameIsNeverAPath() {
    for (String name : List.of("../x", ".x", "a/b", "")) {
      assertThrows(IllegalArgumentException.class, () -> registry.publish(name, model("x")));
    }
  }
}
