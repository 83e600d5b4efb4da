package dev.recurrent.interop.keras;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.testing.OwnWords;
import dev.recurrent.testing.ProcessorTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged files give one line, in no time. */
class HostileKerasTest {
  private static final long SLOWEST = 2_000_000_000L;

  /** Whether it is refused; what is read all the same has numbers that are finite. */
  private static boolean refused(byte[] file) {
    long begin = ProcessorTime.nanos();
    boolean refused = false;
    try {
      SequencePredictor model = KerasModels.read(file);
      assertTrue(model.parameters().length <= file.length);
    } catch (UnusableModelException e) {
      OwnWords.require(e.getMessage());
      refused = true;
    }
    assertTrue(ProcessorTime.nanos() - begin < SLOWEST, "took more than 2 s");
    return refused;
  }

  /** A small file byte by byte, larger ones at a stride that meets every place in a word. */
  @ParameterizedTest
  @CsvSource({"keras2.keras, 1", "keras3-concat.keras, 5", "keras2.h5, 23"})
  void everyByteMayBeAnother(String name, int stride) throws IOException {
    byte[] file = KerasGoldenTest.resource(name);
    SplittableRandom random = new SplittableRandom(1);
    int refused = 0;
    for (int i = 0; i < file.length; i += stride) {
      byte[] damaged = file.clone();
      damaged[i] ^= (byte) (1 + random.nextInt(255));
      refused += refused(damaged) ? 1 : 0;
    }
    assertTrue(refused > file.length / stride / 20, refused + " of " + file.length / stride);
  }

  @ParameterizedTest
  @CsvSource({"keras2.keras, 1", "keras3-translator.keras, 5", "keras3.h5, 43"})
  void everyLengthMayBeCut(String name, int stride) throws IOException {
    byte[] file = KerasGoldenTest.resource(name);
    int refused = 0;
    for (int length = 0; length < file.length; length += stride) {
      refused += refused(Arrays.copyOf(file, length)) ? 1 : 0;
    }
    assertTrue(refused > file.length / stride / 2, refused + " refused");
  }

  @Test
  void numbersInTheOlderStructureMayBeAny() throws IOException {
    byte[] file = KerasGoldenTest.resource("keras2-translator.h5");
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 500; i++) {
      refused(damaged(file, random));
    }
  }

  @Test
  void numbersInTheNewerStructureMayBeAny() throws IOException {
    Map<String, byte[]> entries = unzipped(KerasGoldenTest.resource("hdf5-1.8.keras"));
    byte[] weights = entries.get("model.weights.h5");
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 500; i++) {
      entries.put("model.weights.h5", damaged(weights, random));
      refused(zipped(entries));
    }
  }

  private static Map<String, byte[]> unzipped(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        entries.put(e.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] zipped(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(1);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /** The file with eight of its bytes replaced. */
  private static byte[] damaged(byte[] file, SplittableRandom random) {
    byte[] damaged = file.clone();
    int at = random.nextInt(file.length / 8) * 8;
    byte[] number = new byte[8];
    random.nextBytes(number);
    // An address in the file, a small number, all ones, or anything.
    switch (random.nextInt(4)) {
      case 0 -> Arrays.fill(number, 2, 8, (byte) 0);
      case 1 -> Arrays.fill(number, 1, 8, (byte) 0);
      case 2 -> Arrays.fill(number, (byte) -1);
      default -> {}
    }
    System.arraycopy(number, 0, damaged, at, 8);
    return damaged;
  }
}
