package dev.recurrent.interop.keras;

import dev.recurrent.format.UnusableModelException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A file in memory as the channel that jHDF reads. jHDF follows whatever addresses a file has, and
 * each structure that it follows is one read here. The number of reads and their bytes together are
 * bounded, so no cycle of groups, links, tree nodes or headers goes on, and no node that thousands
 * of others point to is unfolded each time. A read beyond the file's end is refused before memory
 * is taken for it.
 */
final class Hdf5Channel extends FileChannel {
  /** A model of a thousand layers takes a fifth of that. */
  static final int MOST_READS = 200_000;

  /** Structures and numbers are read about once; that of which there is little may be repeated. */
  private static final int MOST_TIMES = 8;

  private static final long ALWAYS_ALLOWED = 16L << 20;

  /** Direct, since jHDF asks for what a channel maps. */
  private final MappedByteBuffer bytes;

  private final String where;
  private long position;
  private int reads;
  private long left;

  /**
   * @param where the file's name, for messages
   */
  Hdf5Channel(byte[] file, String where) {
    bytes = (MappedByteBuffer) ByteBuffer.allocateDirect(file.length);
    bytes.put(file);
    this.where = where;
    left = ALWAYS_ALLOWED + (long) MOST_TIMES * file.length;
  }

  /** How many structures and arrays were read. */
  int reads() {
    return reads;
  }

  private void count(long read) {
    left -= read;
    if (++reads > MOST_READS || left < 0) {
      throw new UnusableModelException(
          where
              + " has structures that point to one another without an end, or more than "
              + MOST_READS
              + " of them, expected the groups and datasets that Keras writes; save the model"
              + " again");
    }
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long from, long size) {
    if (from < 0 || size < 0 || from > bytes.capacity() - size) {
      throw new UnusableModelException(
          where
              + " has a structure of "
              + size
              + " bytes at byte "
              + from
              + ", the file has "
              + bytes.capacity()
              + "; it is damaged or cut off: copy the file or save the model again");
    }
    count(size);
    MappedByteBuffer part = bytes.slice((int) from, (int) size);
    part.order(ByteOrder.LITTLE_ENDIAN);
    return part;
  }

  @Override
  public int read(ByteBuffer to, long from) {
    if (from < 0 || from >= bytes.capacity()) {
      return -1;
    }
    int size = Math.min(to.remaining(), bytes.capacity() - (int) from);
    count(size);
    to.put(bytes.slice((int) from, size));
    return size;
  }

  @Override
  public int read(ByteBuffer to) {
    int size = read(to, position);
    position += Math.max(0, size);
    return size;
  }

  @Override
  public long read(ByteBuffer[] to, int offset, int length) {
    long size = 0;
    for (int i = offset; i < offset + length; i++) {
      size += Math.max(0, read(to[i]));
    }
    return size;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long at) {
    position = at;
    return this;
  }

  @Override
  public long size() {
    return bytes.capacity();
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel to) throws IOException {
    if (from > bytes.capacity()) {
      throw new EOFException("byte " + from + " of " + bytes.capacity());
    }
    int size = (int) Math.min(count, bytes.capacity() - from);
    return to.write(map(MapMode.READ_ONLY, from, size));
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public int write(ByteBuffer from, long at) {
    throw new NonWritableChannelException();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new NonWritableChannelException();
  }

  @Override
  public long transferFrom(ReadableByteChannel from, long at, long count) {
    throw new NonWritableChannelException();
  }

  @Override
  public FileChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public void force(boolean metadata) {
    // Nothing is written.
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) {
    throw new NonWritableChannelException();
  }

  @Override
  public FileLock tryLock(long from, long size, boolean shared) {
    throw new NonWritableChannelException();
  }

  @Override
  protected void implCloseChannel() {
    // The memory goes with the last buffer of it.
  }
}
