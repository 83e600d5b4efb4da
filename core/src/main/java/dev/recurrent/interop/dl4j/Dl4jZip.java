package dev.recurrent.interop.dl4j;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.interop.InflatedZip;
import dev.recurrent.interop.ZipBytes;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The zip that DL4J's ModelSerializer writes. Entries are inflated as a stream: first to know their
 * lengths, without keeping a byte, then to read them.
 */
final class Dl4jZip {
  static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";

  /** Entries that say what a program has to do to a model's input. DL4J reads them by Java. */
  private static final String[] OF_INPUT = {"normalizer.bin", "preprocessor.bin"};

  /** A configuration of a hundred layers has a fifth of that. */
  private static final int LARGEST_CONFIGURATION = 1 << 20;

  /** Weights that were trained shrink by a tenth. */
  private static final int LARGEST_RATIO = 8;

  private static final long ALWAYS_ALLOWED = 16L << 20;
  private static final int MOST_ENTRIES = 64;
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 65_535;

  private final byte[] file;
  private final String where;
  private final Map<String, Long> lengths = new LinkedHashMap<>();

  /**
   * @param where the file's name, for messages
   * @throws UnusableModelException if it is no such file
   */
  Dl4jZip(byte[] file, String where) {
    this.file = file;
    this.where = where;
    measure();
    int entries = entries();
    if (entries != lengths.size()) {
      throw new UnusableModelException(
          where + " is no whole zip file: its directory at the end is missing or damaged");
    }
  }

  /** Reads an entry's bytes. */
  private interface Read<T> {
    T from(InputStream in) throws IOException;
  }

  /** The first entry that says what is done to the model's input, or null. */
  @Nullable String inputEntry() {
    for (String name : OF_INPUT) {
      if (lengths.containsKey(name)) {
        return name;
      }
    }
    return null;
  }

  /**
   * @throws UnusableModelException if there is none, or it is too large
   */
  byte[] configuration() {
    if (length(CONFIGURATION) > LARGEST_CONFIGURATION) {
      throw new UnusableModelException(
          where + ": " + CONFIGURATION + " has more than 1 MB, expected a network's configuration");
    }
    return entry(CONFIGURATION, InputStream::readAllBytes);
  }

  /**
   * @param expected how many the network has
   * @throws UnusableModelException if there are others
   */
  float[] coefficients(long expected) {
    String name = where + ": " + COEFFICIENTS;
    long length = length(COEFFICIENTS);
    return entry(
        COEFFICIENTS,
        in ->
            Coefficients.read(
                new DataInputStream(new BufferedInputStream(in)), length, expected, name));
  }

  private long length(String name) {
    Long length = lengths.get(name);
    if (length == null) {
      throw new UnusableModelException(
          where + " has no entry \"" + name + "\", expected a model that DL4J saved");
    }
    return length;
  }

  /** Inflates all entries; what they have together is bounded by the file's length. */
  private void measure() {
    long most = ALWAYS_ALLOWED + (long) LARGEST_RATIO * file.length;
    long[] all = {0};
    byte[] buffer = new byte[8192];
    InflatedZip.walk(
        file,
        where,
        MOST_ENTRIES,
        (name, in) -> {
          long length = 0;
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            length += n;
            all[0] += n;
            if (all[0] > most) {
              throw new UnusableModelException(
                  where + " inflates to more than " + LARGEST_RATIO + " times its length");
            }
          }
          if (lengths.put(name, length) != null) {
            throw new UnusableModelException(
                where + " has the entry \"" + Dl4jConfig.shown(name) + "\" twice; save it again");
          }
        });
  }

  /** How many entries its directory counts; -1 without a directory. */
  private int entries() {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int last = file.length - END_LENGTH;
    for (int at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (bytes.getInt(at) == END) {
        return bytes.getShort(at + 10) & 0xFFFF;
      }
    }
    return -1;
  }

  private <T> T entry(String wanted, Read<T> read) {
    List<T> found = new ArrayList<>();
    InflatedZip.walk(
        file,
        where,
        MOST_ENTRIES,
        (name, in) -> {
          if (name.equals(wanted)) {
            found.add(read.from(in));
          }
        });
    if (found.isEmpty()) {
      throw new UnusableModelException(where + " has no entry \"" + wanted + "\"");
    }
    return found.get(0);
  }

  /** The same bytes for the same network on every machine. */
  static byte[] write(Dl4jNetwork network) {
    ZipBytes zip = new ZipBytes();
    zip.deflate(CONFIGURATION, network.configuration());
    zip.deflate(COEFFICIENTS, Coefficients.write(network.coefficients()));
    return zip.toByteArray();
  }
}
