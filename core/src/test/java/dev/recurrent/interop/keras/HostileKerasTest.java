package dev.recurrent.interop.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.predict.SequencePredictor;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
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

  /** A packed file byte by byte, an HDF5 file at every fifth. */
  @ParameterizedTest
  @ValueSource(strings = {"keras2.h5", "keras2.keras", "keras3-concat.keras"})
  void everyByteMayBeAnother(String name) throws IOException {
    byte[] file = KerasGoldenTest.resource(name);
    SplittableRandom random = new SplittableRandom(1);
    int refused = 0;
    for (int i = 0; i < file.length; i += name.endsWith(".h5") ? 5 : 1) {
      byte[] damaged = file.clone();
      damaged[i] ^= (byte) (1 + random.nextInt(255));
      refused += refused(damaged) ? 1 : 0;
    }
    assertTrue(refused > file.length / 100, refused + " of " + file.length);
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
  void numbersInTheStructureMayBeAny() throws IOException {
    byte[] file = KerasGoldenTest.resource("keras2-translator.h5");
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 1500; i++) {
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
      refused(damaged);
    }
  }
}
