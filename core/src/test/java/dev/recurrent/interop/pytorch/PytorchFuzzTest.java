package dev.recurrent.interop.pytorch;

import static dev.recurrent.interop.pytorch.PytorchFiles.requireRefused;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.testing.OwnWords;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PytorchFuzzTest {
  /** Reads or refuses; anything else fails. */
  private static boolean reads(byte[] file) {
    return assertTimeout(
        Duration.ofSeconds(2),
        () -> {
          try {
            PytorchFiles.read(file);
            return true;
          } catch (UnusableModelException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith("net.pt"), e.getMessage());
            OwnWords.require(e.getMessage());
            return false;
          }
        });
  }

  private static byte[] file(String name) {
    return PytorchFiles.golden("pytorch/" + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"forecaster-gru.pt", "language-model.safetensors"})
  void everyFlippedByteIsReadOrRefused(String name) {
    byte[] file = file(name);
    assertTrue(reads(file));
    for (int i = 0; i < file.length; i++) {
      for (int mask : new int[] {1, 0xFF}) {
        byte[] other = file.clone();
        other[i] ^= (byte) mask;
        reads(other);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"forecaster-gru.pt", "language-model.safetensors"})
  void everyTruncationIsRefused(String name) {
    byte[] file = file(name);
    for (int length = 0; length < file.length; length++) {
      requireRefused(Arrays.copyOf(file, length), "");
    }
  }

  private static byte[] pickle(String name) {
    ByteBuffer bytes = new StoredZip(file(name), name).bytes(name.replace(".pt", "/data.pkl"));
    byte[] pickle = new byte[bytes.remaining()];
    bytes.get(pickle);
    return pickle;
  }

  /** The checksum of the zip file would hide these from the pickle's reader. */
  @Test
  void mutatedPicklesWithRightChecksumsAreReadOrRefused() {
    byte[] pickle = pickle("tagger.pt");
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < pickle.length; i++) {
      byte[] other = pickle.clone();
      other[i] = (byte) random.nextInt(256);
      reads(PytorchFiles.file(other, 32));
    }
    for (int i = 0; i < 3000; i++) {
      byte[] other = Arrays.copyOf(pickle, random.nextInt(pickle.length) + 1);
      for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
        other[random.nextInt(other.length)] = pickle[random.nextInt(pickle.length)];
      }
      reads(PytorchFiles.file(other, 32));
    }
  }

  @Test
  void zipFilesThatLieAreRefused() {
    byte[] pickle = Pickles.begin().op('}').end();
    byte[] good = PytorchFiles.file(pickle, 4);
    requireRefused(good, "holds no dict of tensors");
    requireRefused(changed(good, "data.pkl", 8, 1), "is encrypted");
    requireRefused(changed(good, "data.pkl", 10, 8), "is compressed; torch.save stores");
    requireRefused(changed(good, "data.pkl", 24, 3), "twice or has two lengths");
    requireRefused(changed(good, "data.pkl", 27, 0x7F), "is not where it should be");
    requireRefused(changed(good, "data.pkl", 42, 3), "is not where it should be");
    requireRefused(changed(good, "data.pkl", 16, 3), "checksum of entry \"net/data.pkl\"");
  }

  /** Overwrites a byte of an entry's place in the directory at the end of the file. */
  private static byte[] changed(byte[] zip, String entry, int at, int value) {
    byte[] other = zip.clone();
    ByteBuffer file = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < zip.length - 46; i++) {
      boolean begins = file.getInt(i) == 0x02014b50;
      if (begins && new String(other, i + 46, 4 + entry.length()).equals("net/" + entry)) {
        other[i + at] = (byte) value;
      }
    }
    return other;
  }

  @Test
  void entriesOfEqualNamesAreRefused() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("net/data.pkl", Pickles.begin().op('}').end());
    entries.put("net/data.plk", Pickles.begin().op('}').end());
    byte[] twice = PytorchFiles.zip(entries);
    for (int i = 0; i < twice.length - 2; i++) {
      if (twice[i] == 'p' && twice[i + 1] == 'l' && twice[i + 2] == 'k') {
        twice[i + 1] = 'k';
        twice[i + 2] = 'l';
      }
    }
    requireRefused(twice, "\"net/data.pkl\" is there twice");
  }

  @Test
  void otherArchivesAreNamed() {
    requireRefused(PytorchFiles.zip(Map.of("config.json", new byte[2])), "has 0 entries data.pkl");
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("net/data.pkl", Pickles.begin().op('}').end());
    entries.put("net/constants.pkl", new byte[1]);
    requireRefused(PytorchFiles.zip(entries), "is a TorchScript program");
    entries.remove("net/constants.pkl");
    entries.put("net/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
    requireRefused(PytorchFiles.zip(entries), "is big-endian");
    requireRefused(
        new byte[] {'P', 'K', 3, 4, 0, 0}, "is no whole zip file: its directory at the end");
  }
}
