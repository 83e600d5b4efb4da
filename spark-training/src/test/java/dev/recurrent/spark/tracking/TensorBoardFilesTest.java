package dev.recurrent.spark.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.spark.run.HadoopDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardFilesTest {
  @TempDir Path folder;

  private TensorBoardFiles begin(long rounds) throws IOException {
    HadoopDirectory directory =
        HadoopDirectory.at(folder.toUri().toString(), new Configuration(false))
            .child("tensorboard");
    return TensorBoardFiles.begin(directory, rounds, () -> 1000);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("tensorboard"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<EventRecords.Event> events() throws IOException {
    List<EventRecords.Event> all = new ArrayList<>();
    for (String name : names()) {
      byte[] file = Files.readAllBytes(folder.resolve("tensorboard").resolve(name));
      List<EventRecords.Event> events = EventRecords.read(file);
      assertEquals("brain.Event:2", events.get(0).version());
      all.addAll(events.subList(1, events.size()));
    }
    return all;
  }

  private List<Long> steps() throws IOException {
    return events().stream().map(EventRecords.Event::step).toList();
  }

  @Test
  void eachFileHasTheRoundsSinceTheOneBefore() throws IOException {
    TensorBoardFiles files = begin(0);
    files.saved(Rounds.upTo(3));
    files.saved(Rounds.upTo(3));
    files.saved(Rounds.upTo(5));
    assertEquals(
        List.of(
            "events.out.tfevents.0000000003.recurrent", "events.out.tfevents.0000000005.recurrent"),
        names());
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), steps());
  }

  @Test
  void aResumedRunGoesOnAfterItsCheckpoint() throws IOException {
    begin(0).saved(Rounds.upTo(3));
    begin(3).saved(Rounds.upTo(5));
    // The checkpoint of round 5 is damaged, that of round 4 has no file of its own.
    begin(4).saved(Rounds.upTo(6));
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), steps());
    begin(0).saved(Rounds.upTo(1));
    assertEquals(List.of(1L), steps());
  }

  @Test
  void roundsEndOneAfterTheOther() throws IOException {
    begin(0).saved(Rounds.upTo(4));
    assertEquals(
        List.of(998.5, 999.0, 999.5, 1000.0),
        events().stream().map(EventRecords.Event::wallTime).toList());
  }

  @Test
  void aValueThatARoundDoesNotHaveIsNotWritten() throws IOException {
    begin(0).saved(List.of(Rounds.of(1, Double.NaN), Rounds.of(2, 1)));
    Set<String> first = events().get(0).scalars().keySet();
    Set<String> second = events().get(1).scalars().keySet();
    assertEquals(
        Set.of("learning_rate", "targets_per_second", "epoch", "seconds/round", "seconds/idle"),
        first);
    assertTrue(second.containsAll(Set.of("loss/training", "loss/validation")), second.toString());
    assertEquals(1.5f, events().get(1).scalars().get("loss/validation"));
  }

  @Test
  void whatAKilledWriteLeftGoes() throws IOException {
    begin(0).saved(Rounds.upTo(2));
    Path left = folder.resolve("tensorboard/.events.out.tfevents.0000000003.recurrent-0");
    Files.createFile(left);
    begin(2);
    assertTrue(Files.notExists(left));
    assertEquals(List.of(1L, 2L), steps());
  }
}
