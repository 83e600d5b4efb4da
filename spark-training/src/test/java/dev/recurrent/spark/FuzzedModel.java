package dev.recurrent.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.management.ThreadMXBean;
import dev.recurrent.format.Json;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDescription;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.ParameterFile;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.train.Model;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A model's files, damaged in every way that a seed can think of. Most damage gets a manifest that
 * fits it, so that it reaches the parsers. A reader must read it or refuse it, soon and in little
 * memory.
 */
public final class FuzzedModel {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long LONGEST_NANOS = 2_000_000_000L;
  private static final long MOST_BYTES = 64L << 20;
  private static final String[] VALUES = {
    "null",
    "0",
    "-1",
    "1",
    "3",
    "1.5",
    "1e300",
    "65536",
    "2147483647",
    "2147483648",
    "1e999999",
    "9223372036854775807",
    "18446744073709551617",
    "true",
    "\"\"",
    "\"LSTM\"",
    "\"../x\"",
    "[]",
    "{}",
    "[0]",
    "[null]",
    "[2147483647,2147483647]",
    "{\"a\":1}"
  };

  private final Map<String, byte[]> files;
  private final Consumer<ModelDirectory> reader;

  private FuzzedModel(Map<String, byte[]> files, Consumer<ModelDirectory> reader) {
    this.files = new TreeMap<>(files);
    this.reader = reader;
  }

  /**
   * An untrained model as a run publishes it.
   *
   * @param more files beside its description and parameters
   */
  public static FuzzedModel of(
      Model<?> model, Record config, Map<String, byte[]> more, Consumer<ModelDirectory> reader) {
    float[] parameters = new float[model.layout().size()];
    model.initialize(parameters, 1);
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("kind", model.kind());
    description.put("formatVersion", ModelDescription.FORMAT_VERSION);
    description.put("config", config);
    description.put("settings", Map.of("epochs", "3"));
    description.put("data", "0123");
    Map<String, byte[]> files = new LinkedHashMap<>(more);
    files.put(ModelDirectory.MODEL, Json.document(description));
    files.put(ParameterFile.NAME, ParameterFile.write(model.layout(), parameters));
    return new FuzzedModel(files, reader);
  }

  /** A model by its files but the manifest. */
  public static FuzzedModel of(Map<String, byte[]> files, Consumer<ModelDirectory> reader) {
    return new FuzzedModel(files, reader);
  }

  /** Reads that many damaged models; returns how many were refused. */
  public int read(int count) {
    load(withManifest(files));
    int refused = 0;
    for (int seed = 0; seed < count; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Map<String, byte[]> damaged = damaged(random);
      refused += isRefused(damaged, seed) ? 1 : 0;
    }
    return refused;
  }

  private void load(Map<String, byte[]> all) {
    reader.accept(ModelDirectory.of(all, "fuzzed"));
  }

  private boolean isRefused(Map<String, byte[]> damaged, int seed) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    long begin = System.nanoTime();
    boolean refused = false;
    try {
      load(damaged);
    } catch (UnusableModelException expected) {
      refused = true;
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + seed + " is not refused but fails", e);
    }
    long nanos = System.nanoTime() - begin;
    long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
    if (nanos > LONGEST_NANOS || bytes > MOST_BYTES) {
      throw new AssertionError("seed " + seed + " took " + nanos + " ns and " + bytes + " bytes");
    }
    return refused;
  }

  private static Map<String, byte[]> withManifest(Map<String, byte[]> files) {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(Manifest.NAME, Manifest.of(files).toBytes());
    return all;
  }

  private Map<String, byte[]> damaged(SplittableRandom random) {
    Map<String, byte[]> copy = new LinkedHashMap<>(files);
    if (random.nextInt(8) == 0) {
      // The manifest itself, which nothing protects.
      Map<String, byte[]> all = withManifest(copy);
      all.put(Manifest.NAME, damaged(all.get(Manifest.NAME), Manifest.NAME, random));
      return all;
    }
    List<String> names = new ArrayList<>(copy.keySet());
    String name = names.get(random.nextInt(names.size()));
    copy.put(name, damaged(copy.get(name), name, random));
    return withManifest(copy);
  }

  private static byte[] damaged(byte[] bytes, String name, SplittableRandom random) {
    boolean tensors = name.endsWith(".safetensors");
    switch (random.nextInt(6)) {
      case 0:
        byte[] flipped = bytes.clone();
        flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
      case 1:
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 2:
        return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
      default:
        return tensors ? header(bytes, random) : json(bytes, random);
    }
  }

  /** Another length, or another field of the header under the length that it then has. */
  private static byte[] header(byte[] bytes, SplittableRandom random) {
    ByteBuffer in = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) in.getLong(0);
    if (random.nextInt(4) == 0) {
      return in.putLong(0, random.nextLong() >> random.nextInt(64)).array();
    }
    byte[] edited = json(Arrays.copyOfRange(bytes, 8, 8 + length), random);
    return ByteBuffer.allocate(bytes.length - length + edited.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(edited.length)
        .put(edited)
        .put(bytes, 8 + length, bytes.length - 8 - length)
        .array();
  }

  /** One field given another value, renamed, taken away, or doubled. */
  private static byte[] json(byte[] bytes, SplittableRandom random) {
    try {
      JsonNode root = MAPPER.readTree(bytes);
      List<JsonNode> containers = new ArrayList<>();
      collect(root, containers);
      JsonNode at = containers.get(random.nextInt(containers.size()));
      int place = random.nextInt(at.size());
      String value = VALUES[random.nextInt(VALUES.length)];
      // As text, since numbers too large for Java have to reach the parser.
      String mark = "\"mark-" + random.nextInt() + "\"";
      edit(at, place, mark.substring(1, mark.length() - 1), random.nextInt(5));
      return MAPPER.writeValueAsString(root).replace(mark, value).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void edit(JsonNode at, int place, String mark, int kind) {
    if (at instanceof ArrayNode list) {
      if (kind == 0) {
        list.remove(place);
      } else if (kind == 1) {
        list.add(list.get(place));
      } else {
        list.set(place, TextNode.valueOf(mark));
      }
      return;
    }
    ObjectNode object = (ObjectNode) at;
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.get(place);
    if (kind == 0) {
      object.remove(name);
    } else if (kind == 1) {
      object.set(name + "x", object.remove(name));
    } else {
      object.put(name, mark);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode() && !node.isEmpty()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }
}
