package dev.recurrent.interop.pytorch;

import dev.recurrent.format.UnusableModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The entries of a zip file as {@code torch.save} writes it: stored, not compressed. The JDK's
 * stream cannot read these files, since their sizes stand in the directory at the end only. Entries
 * are views of the file: reading takes no memory for their bytes.
 */
final class StoredZip {
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int ENTRY = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 65_535;
  private static final int LONGEST_NAME = 1024;
  private static final long IN_EXTRA = 0xFFFFFFFFL;

  /** Where an entry's bytes are. */
  private record Place(int offset, int length, int crc) {}

  private final ByteBuffer file;
  private final String where;
  private final Map<String, Place> entries = new LinkedHashMap<>();

  /**
   * @param where the file's name, for messages
   * @throws UnusableModelException if it is no such file
   */
  StoredZip(byte[] bytes, String where) {
    file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.where = where;
    try {
      directory();
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new UnusableModelException(where + " is damaged: its zip directory leaves the file", e);
    }
  }

  Set<String> names() {
    return entries.keySet();
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  int length(String name) {
    return place(name).length;
  }

  /**
   * An entry's bytes, little-endian, their checksum compared.
   *
   * @throws UnusableModelException if there is none, or it is damaged
   */
  ByteBuffer bytes(String name) {
    Place place = place(name);
    CRC32 crc = new CRC32();
    crc.update(file.array(), place.offset, place.length);
    if ((int) crc.getValue() != place.crc) {
      throw new UnusableModelException(where + " is damaged: checksum of entry " + shown(name));
    }
    return file.slice(place.offset, place.length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Place place(String name) {
    Place place = entries.get(name);
    if (place == null) {
      throw new UnusableModelException(where + " has no entry " + shown(name));
    }
    return place;
  }

  private static String shown(String name) {
    return '"' + Shown.text(name) + '"';
  }

  private void directory() {
    int end = end();
    long count = file.getShort(end + 10) & 0xFFFF;
    long at = file.getInt(end + 16) & 0xFFFFFFFFL;
    int locator = end - 20;
    if (locator >= 0 && file.getInt(locator) == LOCATOR_64) {
      int end64 = Math.toIntExact(file.getLong(locator + 8));
      if (file.getInt(end64) != END_64) {
        throw new UnusableModelException(where + " is damaged: no end of its zip directory");
      }
      count = file.getLong(end64 + 32);
      at = file.getLong(end64 + 48);
    }
    int next = Math.toIntExact(at);
    long bytes = 0;
    for (long i = 0; i < count; i++) {
      next = entry(next, end);
    }
    for (Place place : entries.values()) {
      bytes += place.length;
    }
    if (bytes > file.capacity()) {
      throw new UnusableModelException(where + " has zip entries that overlap");
    }
  }

  private int end() {
    int last = file.capacity() - END_LENGTH;
    for (int at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (file.getInt(at) == END) {
        return at;
      }
    }
    throw new UnusableModelException(
        where + " is no whole zip file: its directory at the end is missing");
  }

  /** Reads an entry of the directory; returns where the next begins. */
  private int entry(int at, int end) {
    int nameLength = file.getShort(at + 28) & 0xFFFF;
    int extraLength = file.getShort(at + 30) & 0xFFFF;
    int commentLength = file.getShort(at + 32) & 0xFFFF;
    int next = at + 46 + nameLength + extraLength + commentLength;
    if (file.getInt(at) != ENTRY || next > end || nameLength > LONGEST_NAME) {
      throw new UnusableModelException(where + " is damaged: its zip directory at byte " + at);
    }
    String name = name(at + 46, nameLength);
    if ((file.getShort(at + 8) & 1) != 0) {
      throw new UnusableModelException(where + ": entry " + shown(name) + " is encrypted");
    }
    if (file.getShort(at + 10) != 0) {
      throw new UnusableModelException(
          where
              + ": entry "
              + shown(name)
              + " is compressed; torch.save stores its entries. Files of Keras or"
              + " DL4J need another --format");
    }
    Zip64 extra = new Zip64(at + 46 + nameLength, extraLength);
    long length = extra.value(file.getInt(at + 24));
    long stored = extra.value(file.getInt(at + 20));
    long local = extra.value(file.getInt(at + 42));
    Place place = local(name, Math.toIntExact(local), length, file.getInt(at + 16));
    if (stored != length || entries.put(name, place) != null) {
      throw new UnusableModelException(
          where + ": zip entry " + shown(name) + " is there twice or has two lengths");
    }
    return next;
  }

  private String name(int at, int length) {
    return new String(file.array(), at, length, StandardCharsets.UTF_8);
  }

  private Place local(String name, int at, long length, int crc) {
    int nameLength = file.getShort(at + 26) & 0xFFFF;
    int offset = at + 30 + nameLength + (file.getShort(at + 28) & 0xFFFF);
    boolean same = file.getInt(at) == LOCAL && name.equals(name(at + 30, nameLength));
    if (!same || length < 0 || offset + length > file.capacity()) {
      throw new UnusableModelException(
          where + ": entry " + shown(name) + " of " + length + " bytes is not where it should be");
    }
    return new Place(offset, (int) length, crc);
  }

  /** The extra field with sizes and offset of 64 bits; each stands there if its place is full. */
  private final class Zip64 {
    private int at;
    private int end;

    Zip64(int from, int length) {
      for (int i = from; i + 4 <= from + length; ) {
        int size = file.getShort(i + 2) & 0xFFFF;
        if (file.getShort(i) == 1 && i + 4 + size <= from + length) {
          at = i + 4;
          end = i + 4 + size;
        }
        i += 4 + size;
      }
    }

    long value(int field) {
      long value = field & 0xFFFFFFFFL;
      if (value == IN_EXTRA && at + 8 <= end) {
        value = file.getLong(at);
        at += 8;
      }
      return value;
    }
  }
}
