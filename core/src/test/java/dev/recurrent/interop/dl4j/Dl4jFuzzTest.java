package dev.recurrent.interop.dl4j;

import static dev.recurrent.interop.dl4j.Dl4jFiles.requireRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.nn.Activation;
import dev.recurrent.nn.Pooling;
import dev.recurrent.nn.cell.CellType;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.testing.OwnWords;
import dev.recurrent.testing.ProcessorTime;
import dev.recurrent.train.SequenceModel;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class Dl4jFuzzTest {
  private static final long CAP = 160L << 20;
  private static final long SLOWEST_NANOS = 2_000_000_000L;

  private static final SequenceModel MODEL =
      SequenceModel.embedding(3, 1)
          .recurrent(CellType.LSTM, 1)
          .bidirectional()
          .pool(Pooling.LAST)
          .dense(1, Activation.RELU)
          .dense(1);

  /** Reads or refuses, within the caps of memory and time; anything else fails. */
  private static @Nullable SequencePredictor reads(byte[] file) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    long begin = ProcessorTime.nanos();
    SequencePredictor read = null;
    try {
      read = Dl4jFiles.read(file);
    } catch (UnusableModelException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith(Dl4jFiles.NAME), e.getMessage());
      OwnWords.require(e.getMessage());
    }
    long taken = threads.getThreadAllocatedBytes(thread) - before;
    assertTrue(taken < CAP + 16L * file.length, taken + " bytes");
    assertTrue(ProcessorTime.nanos() - begin < SLOWEST_NANOS, "too slow");
    return read;
  }

  @Test
  void everyFlippedByteIsRefusedOrChangesNothing() {
    byte[] file = Dl4jFiles.file(MODEL);
    float[] parameters = Dl4jFiles.predictor(MODEL).parameters();
    for (int i = 0; i < file.length; i++) {
      for (int mask : new int[] {1, 0xFF}) {
        byte[] other = file.clone();
        other[i] ^= (byte) mask;
        SequencePredictor read = reads(other);
        if (read != null) {
          assertArrayEquals(parameters, read.parameters(), 0f, "byte " + i);
        }
      }
    }
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] file = Dl4jFiles.file(MODEL);
    for (int length = 0; length < file.length; length++) {
      requireRefused(Arrays.copyOf(file, length), "");
    }
  }

  /** The checksum of the zip file would hide these from the parser. */
  @Test
  void mutatedConfigurationsWithRightChecksumsAreReadOrRefused() {
    byte[] json = Dl4jFiles.configuration(MODEL).getBytes(StandardCharsets.UTF_8);
    byte[] coefficients = Dl4jFiles.coefficients(MODEL);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 1500; i++) {
      byte[] other = json.clone();
      for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
        int to = random.nextInt(other.length);
        int length = Math.min(random.nextInt(1, 20), other.length - to);
        System.arraycopy(json, random.nextInt(json.length - length), other, to, length);
      }
      if (i % 3 == 0) {
        other[random.nextInt(other.length)] = (byte) random.nextInt(256);
      }
      reads(Dl4jFiles.file(new String(other, StandardCharsets.ISO_8859_1), coefficients));
    }
  }

  @Test
  void everyByteAndLengthOfTheCoefficientsIsReadOrRefused() {
    String json = Dl4jFiles.configuration(MODEL);
    byte[] coefficients = Dl4jFiles.coefficients(MODEL);
    for (int i = 0; i < coefficients.length; i++) {
      byte[] other = coefficients.clone();
      other[i] ^= (byte) 0xFF;
      reads(Dl4jFiles.file(json, other));
      requireRefused(Dl4jFiles.file(json, Arrays.copyOf(coefficients, i)), "");
    }
    byte[] longer = Arrays.copyOf(coefficients, coefficients.length + 1);
    requireRefused(Dl4jFiles.file(json, longer), "has bytes behind its numbers");
    byte[] notANumber = coefficients.clone();
    ByteBuffer.wrap(notANumber).putFloat(coefficients.length - 4, Float.NaN);
    requireRefused(Dl4jFiles.file(json, notANumber), "has a coefficient that is not finite");
  }

  @Test
  void sizesThatNobodyCanAllocateAreRefusedAtOnce() {
    String json = Dl4jFiles.configuration(MODEL);
    byte[] coefficients = Dl4jFiles.coefficients(MODEL);
    for (int size : new int[] {1 << 20, 1 << 28, Integer.MAX_VALUE}) {
      String large = json.replace("\"nin\" : 1,", "\"nin\" : " + size + ",");
      reads(Dl4jFiles.file(large, coefficients));
      byte[] lying = coefficients.clone();
      ByteBuffer.wrap(lying).putLong(48, size).putLong(114, size);
      reads(Dl4jFiles.file(json.replace("\"nout\" : 1,", "\"nout\" : " + size + ","), lying));
    }
  }

  @Test
  void entriesThatInflateWithoutEndAreRefused() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("configuration.json", Dl4jFiles.configuration(MODEL).getBytes());
    entries.put("coefficients.bin", new byte[64 << 20]);
    byte[] file = Dl4jFiles.zip(entries);
    reads(file);
    requireRefused(file, "inflates to more than 8 times its length");
    entries.put("coefficients.bin", new byte[0]);
    entries.put("configuration.json", new byte[2 << 20]);
    requireRefused(Dl4jFiles.zip(entries), "has more than 1 MB");
    String nested = "{\"confs\":[" + "{},".repeat(340_000) + "{}]}";
    requireRefused(Dl4jFiles.file(nested, new byte[0]), "no list \"confs\" of at most 256");
    reads(Dl4jFiles.file(nested, new byte[0]));
  }
}
