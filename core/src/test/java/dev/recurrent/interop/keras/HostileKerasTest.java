package dev.recurrent.interop.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.predict.SequencePredictor;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files give one line, in no time. */
class HostileKerasTest {
  private static final long SLOWEST = 2_000_000_000L;

  /** Whether it is refused; what is read all the same has numbers that are finite. */
  private static boolean refused(byte[] file) {
    long begin = System.nanoTime();
    boolean refused = false;
    try {
      SequencePredictor model = KerasModels.read(file);
      assertTrue(model.parameters().length <= file.length);
    } catch (UnusableModelException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      refused = true;
    }
    assertTrue(System.nanoTime() - begin < SLOWEST, "took more than 2 s");
    return refused;
  }

  /** A packed file byte by byte, an HDF5 file at every ninth. */
  @ParameterizedTest
  @ValueSource(strings = {"keras2.h5", "keras2.keras", "keras3-concat.keras"})
  void everyByteMayBeAnother(String name) throws IOException {
    byte[] file = KerasGoldenTest.resource(name);
    SplittableRandom random = new SplittableRandom(1);
    int refused = 0;
    for (int i = 0; i < file.length; i += name.endsWith(".h5") ? 9 : 1) {
      byte[] damaged = file.clone();
      damaged[i] ^= (byte) (1 + random.nextInt(255));
      refused += refused(damaged) ? 1 : 0;
    }
    assertTrue(refused > file.length / 200, refused + " of " + file.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras3.h5", "keras3-translator.keras"})
  void everyLengthMayBeCut(String name) throws IOException {
    byte[] file = KerasGoldenTest.resource(name);
    int refused = 0;
    for (int length = 0; length < file.length; length += name.endsWith(".h5") ? 17 : 1) {
      refused += refused(Arrays.copyOf(file, length)) ? 1 : 0;
    }
    assertTrue(refused > 1000, refused + " refused");
  }

  @Test
  void numbersInTheOlderStructureMayBeAny() throws IOException {
    byte[] file = KerasGoldenTest.resource("keras2-translator.h5");
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 1000; i++) {
      refused(damaged(file, random));
    }
  }

  @Test
  void numbersInTheNewerStructureMayBeAny() throws IOException {
    Map<String, byte[]> entries = unzipped(KerasGoldenTest.resource("hdf5-1.8.keras"));
    byte[] weights = entries.get("model.weights.h5");
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 1000; i++) {
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
