package dev.recurrent.interop.keras;

import dev.recurrent.format.UnusableModelException;
import io.jhdf.HdfFile;
import io.jhdf.Superblock;
import io.jhdf.storage.HdfBackingStorage;
import io.jhdf.storage.HdfInMemoryByteBuffer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A file in memory as jHDF reads it. jHDF follows whatever addresses a file has, and each structure
 * that it follows is one read here. The number of reads and their bytes together are bounded, so no
 * cycle of groups, links, tree nodes or headers goes on, and no node that thousands of others point
 * to is unfolded each time. A read beyond the file's end is refused. No read takes memory.
 */
final class Hdf5Bytes extends HdfInMemoryByteBuffer {
  /** A model of a thousand layers takes a fifth of that. */
  static final int MOST_READS = 200_000;

  /** Structures and numbers are read about once; that of which there is little may be repeated. */
  private static final int MOST_TIMES = 8;

  private static final long ALWAYS_ALLOWED = 16L << 20;

  private final String where;
  private final int length;
  private int reads;
  private long left;

  private Hdf5Bytes(ByteBuffer file, Superblock superblock, String where) {
    super(file, superblock);
    this.where = where;
    length = file.capacity();
    left = ALWAYS_ALLOWED + (long) MOST_TIMES * length;
  }

  /**
   * @param where the file's name, for messages
   * @throws RuntimeException of jHDF's if the bytes do not begin with a superblock that it knows
   */
  static Hdf5Bytes of(byte[] file, String where) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    return new Hdf5Bytes(bytes, Superblock.readSuperblock(bytes), where);
  }

  /**
   * The file on these bytes. jHDF has no public constructor for a storage of one's own.
   *
   * @throws RuntimeException of jHDF's if the file has no root that it can read
   */
  HdfFile file() {
    try {
      Constructor<HdfFile> own = HdfFile.class.getDeclaredConstructor(HdfBackingStorage.class);
      own.setAccessible(true);
      return own.newInstance(this);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalArgumentException("no root", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new NoSuchMethodError("HdfFile of another jHDF than 0.13: " + e);
    }
  }

  /** How many structures and arrays were read. */
  int reads() {
    return reads;
  }

  @Override
  public synchronized ByteBuffer mapNoOffset(long from, long size) {
    if (from < 0 || size < 0 || from > length - size) {
      throw new UnusableModelException(
          where
              + " has a structure of "
              + size
              + " bytes at byte "
              + from
              + ", the file has "
              + length
              + "; it is damaged or cut off: copy the file or save the model again");
    }
    left -= size;
    if (++reads > MOST_READS || left < 0) {
      throw new UnusableModelException(
          where
              + " has structures that point to one another without an end, or more than "
              + MOST_READS
              + " of them, expected the groups and datasets that Keras writes; save the model"
              + " again");
    }
    return super.mapNoOffset(from, size);
  }
}
