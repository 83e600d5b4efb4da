package dev.recurrent.interop.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.predict.SequencePredictor;
import dev.recurrent.testing.OwnWords;
import dev.recurrent.testing.ProcessorTime;
import dev.recurrent.train.SequenceModel;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HDF5 files whose structures lead back to themselves, or to the same one thousands of times. */
class CyclicHdf5Test {
  private static final long SLOWEST = 2_000_000_000L;
  private static final int TREE_LENGTH = 24 + 65 * Long.BYTES;

  /** jHDF reads more of a node than it needs. */
  private static final int AFTER = 1024;

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Where the file has the address of a place in it. */
  private static List<Integer> addresses(byte[] file) {
    List<Integer> places = new ArrayList<>();
    for (int at = 0; at + Long.BYTES <= file.length; at += 4) {
      long value = little(file).getLong(at);
      if (value > 0 && value < file.length && value % 8 == 0) {
        places.add(at);
      }
    }
    return places;
  }

  private static boolean refused(byte[] file) {
    long begin = ProcessorTime.nanos();
    boolean refused = false;
    try {
      KerasModels.read(file);
    } catch (UnusableModelException e) {
      OwnWords.require(e.getMessage());
      refused = true;
    }
    assertTrue(ProcessorTime.nanos() - begin < SLOWEST, "took more than 2 s");
    return refused;
  }

  @ParameterizedTest
  @CsvSource({"keras2-translator.h5, 600", "keras3.h5, 600"})
  void anAddressMayBeThatOfAnyOtherStructure(String name, int rounds) throws IOException {
    byte[] file = KerasGoldenTest.resource(name);
    List<Integer> places = addresses(file);
    SplittableRandom random = new SplittableRandom(4);
    int refused = 0;
    for (int i = 0; i < rounds; i++) {
      byte[] crossed = file.clone();
      for (int k = random.nextInt(1, 4); k > 0; k--) {
        long other = little(file).getLong(places.get(random.nextInt(places.size())));
        little(crossed).putLong(places.get(random.nextInt(places.size())), other);
      }
      refused += refused(crossed) ? 1 : 0;
    }
    assertTrue(refused > rounds / 10, refused + " refused");
  }

  /** A file with one group, and above its tree so many levels whose nodes all point to one. */
  private static byte[] unfolding(int levels, boolean cycle) {
    Hdf5Writer writer = new Hdf5Writer();
    writer.addDataset("/a", new KerasArray("a", new int[] {1}, new float[] {1}));
    byte[] file = writer.bytes();
    int leaf = new String(file, StandardCharsets.ISO_8859_1).indexOf("TREE");
    byte[] longer = Arrays.copyOf(file, file.length + levels * TREE_LENGTH + AFTER);
    long child = leaf;
    for (int level = 1; level <= levels; level++) {
      int at = file.length + (level - 1) * TREE_LENGTH;
      ByteBuffer node = little(longer).position(at);
      node.put("TREE".getBytes(StandardCharsets.US_ASCII)).put((byte) 0).put((byte) level);
      node.putShort((short) 32).putLong(-1).putLong(-1).putLong(0);
      for (int i = 0; i < 32; i++) {
        node.putLong(cycle ? at : child).putLong(8);
      }
      child = at;
    }
    for (int place : addresses(file)) {
      if (little(file).getLong(place) == leaf) {
        little(longer).putLong(place, child);
      }
    }
    return longer;
  }

  @Test
  void aTreeOfOneLevelMoreIsReadAsItIs() {
    assertEquals(Set.of("a"), Hdf5Reader.open(unfolding(0, false), "f").names("/"));
    assertEquals(Set.of("a"), Hdf5Reader.open(unfolding(1, false), "f").names("/"));
  }

  @ParameterizedTest
  @CsvSource({"8, false", "60, false", "1, true"})
  void aTreeThatUnfoldsOrTurnsInACycleIsRefused(int levels, boolean cycle) {
    byte[] file = unfolding(levels, cycle);
    long begin = ProcessorTime.nanos();
    String message =
        assertThrows(UnusableModelException.class, () -> Hdf5Reader.open(file, "f").names("/"))
            .getMessage();
    OwnWords.require(message);
    assertTrue(ProcessorTime.nanos() - begin < SLOWEST, "took more than 2 s");
  }

  @Test
  void aGroupThatHoldsItselfIsWalkedAsDeepAsAskedAndNoFurther() {
    Hdf5Writer writer = new Hdf5Writer();
    writer.addGroup("/inner");
    byte[] file = writer.bytes();
    // The superblock's entry of the root, and the one entry of the root's table.
    long root = little(file).getLong(64);
    int table = new String(file, StandardCharsets.ISO_8859_1).lastIndexOf("SNOD");
    little(file).putLong(table + 16, root);
    Hdf5Reader reader = Hdf5Reader.open(file, "f");
    assertEquals(Set.of("inner"), reader.names("/inner/inner/inner/inner"));
  }

  @Test
  void aStructureBeyondTheEndIsRefusedByItsByte() throws IOException {
    Hdf5Bytes bytes = Hdf5Bytes.of(KerasGoldenTest.resource("keras3.h5"), "f");
    String message =
        assertThrows(UnusableModelException.class, () -> bytes.map(64, 1L << 40)).getMessage();
    assertTrue(message.startsWith("f has a structure of 1099511627776 bytes at byte 64"), message);
    assertThrows(UnusableModelException.class, () -> bytes.map(-1, 1));
    assertThrows(UnusableModelException.class, () -> bytes.map(1, -1));
    assertThrows(
        UnusableModelException.class, () -> bytes.readBufferFromAddress(64, Integer.MAX_VALUE));
  }

  private static void walk(Group group) {
    for (Node node : group) {
      node.getAttributes().values().forEach(Attribute::getData);
      if (node instanceof Group inner) {
        walk(inner);
      } else {
        ((Dataset) node).getDataFlat();
      }
    }
  }

  @Test
  void aModelOfManyLayersIsFarFromTheBounds() {
    SequenceModel model = SequenceModel.input(2);
    int layers = 100;
    for (int i = 0; i < layers; i++) {
      model = model.dense(2);
    }
    SequencePredictor written = KerasModels.random(model, 1);
    byte[] file = KerasModels.written(new KerasH5Exporter(), written);
    assertEquals(written.parameters().length, KerasModels.read(file).parameters().length);
    Hdf5Bytes bytes = Hdf5Bytes.of(file, "f");
    walk(bytes.file());
    int reads = bytes.reads();
    assertTrue(reads * (1000 / layers) < Hdf5Bytes.MOST_READS / 5, reads + " reads");
  }
}
