package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.run.DirectoryInUseException;
import dev.recurrent.spark.run.HadoopDirectory;
import dev.recurrent.spark.run.ObjectStoreFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
  @TempDir Path folder;

  private final Configuration store = ObjectStoreFileSystem.configuration();

  private String place() {
    return ObjectStoreFileSystem.SCHEME + folder.resolve("out");
  }

  private void write(String part) throws IOException {
    OutputDirectory.vacant(place(), store).write(path -> rows(path, part, "_SUCCESS"));
  }

  private void rows(String path, String... names) throws IOException {
    for (String name : names) {
      HadoopDirectory.at(path, store).replace(name, new byte[] {1});
    }
  }

  private List<String> written() throws IOException {
    return HadoopDirectory.at(place(), store).list();
  }

  @Test
  void onAnObjectStoreWhatAKilledRunLeftIsWrittenAnew() throws Exception {
    write("part-0");
    // As if it had been killed before it was whole.
    Files.delete(folder.resolve("out/_SUCCESS"));
    Path lock = Files.createDirectories(folder.resolve(".out-writing")).resolve("run.lock");
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    String host = java.net.InetAddress.getLocalHost().getHostName();
    Files.writeString(
        lock,
        String.format(
            "{\"token\": \"t\", \"host\": \"%s\", \"pid\": %d, \"started\": 1, \"beat\": 3,"
                + " \"generation\": 1}",
            host, gone.pid()));
    write("part-9");
    assertEquals(List.of("_SUCCESS", "part-9"), written());
    assertFalse(Files.exists(lock.getParent()));
  }

  @Test
  void onAnObjectStoreFilesOfSomebodyElseAreNotTakenForLeftovers() throws Exception {
    rows(place(), "part-0");
    JobException e = assertThrows(JobException.class, () -> write("part-9"));
    assertTrue(e.getMessage().contains("is there already"), e.getMessage());
    assertEquals(List.of("part-0"), written());
  }

  @Test
  void onAnObjectStoreAWriteThatFailsLeavesNothing() throws Exception {
    assertThrows(
        IOException.class,
        () ->
            OutputDirectory.vacant(place(), store)
                .write(
                    path -> {
                      rows(path, "part-0");
                      throw new IOException("no executor");
                    }));
    assertEquals(List.of(), HadoopDirectory.at(folder.toString(), new Configuration()).list());
  }

  @Test
  void onAnObjectStoreTheSealIsWrittenLast() throws Exception {
    OutputDirectory.vacant(place(), store).write(path -> rows(path, "part-0"));
    assertEquals(List.of("_SUCCESS", "part-0"), written());
  }

  @Test
  void onAnObjectStoreTheLockOfARunThatWasKilledAfterTheSealGoes() throws Exception {
    write("part-0");
    Path lock = Files.createDirectories(folder.resolve(".out-writing")).resolve("run.lock");
    Files.writeString(lock, "{}");
    JobException e = assertThrows(JobException.class, () -> write("part-9"));
    assertTrue(e.getMessage().contains("is there already"), e.getMessage());
    assertFalse(Files.exists(lock.getParent()));
    assertEquals(List.of("_SUCCESS", "part-0"), written());
  }

  private static String part(int number, String job) {
    return "part-0000" + number + "-" + job + "-c000.snappy.parquet";
  }

  /** Spark names the files of a write after it. */
  @Test
  void onAnObjectStoreFilesThatAPausedRunAddedAreNotPublished() throws Exception {
    String own = "0a1b2c3d-0000-4000-8000-0123456789ab";
    String others = "ffffffff-0000-4000-8000-0123456789ab";
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                OutputDirectory.vacant(place(), store)
                    .write(path -> rows(path, part(0, own), part(1, own), part(1, others))));
    assertTrue(e.getMessage().contains("files of 2 jobs"), e.getMessage());
    assertEquals(List.of(), written());
    OutputDirectory.vacant(place(), store).write(path -> rows(path, part(0, own), part(1, own)));
    assertEquals(List.of("_SUCCESS", part(0, own), part(1, own)), written());
  }

  /** The lock that a paused run finds when it goes on. */
  @Test
  void onAnObjectStoreARunThatWasPausedDoesNotSealTheFilesOfTheNextOne() throws Exception {
    Path lock = folder.resolve(".out-writing/run.lock");
    assertThrows(
        DirectoryInUseException.class,
        () ->
            OutputDirectory.vacant(place(), store)
                .write(
                    path -> {
                      String text = Files.readString(lock);
                      Files.writeString(lock, text.replaceAll("[0-9a-f]{8}-", "00000000-"));
                      rows(path, "part-0");
                    }));
    assertEquals(List.of("part-0"), written());
  }

  @Test
  void aWholeFileSystemIsNoOutput() {
    assertThrows(JobException.class, () -> OutputDirectory.vacant("store:///", store));
  }

  @Test
  void whatCannotBeWrittenIsRefusedBeforeTheWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    JobException e =
        assertThrows(
            JobException.class, () -> OutputDirectory.vacant(file + "/out", new Configuration()));
    String message = String.valueOf(e.getMessage());
    assertEquals(ExitCode.USAGE, e.code());
    assertTrue(message.startsWith("--output " + file + "/out cannot be written: "), message);
    OutputDirectory.vacant(folder.resolve("a/b").toString(), new Configuration());
    OutputDirectory.vacant(place(), store);
    try (var left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList());
    }
  }
}
