package dev.recurrent.interop.keras;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lays groups and datasets out in a file: superblock version 0, groups as symbol tables, object
 * headers of version 1, datasets in one piece. The HDF Group, HDF5 File Format Specification 1.1,
 * sections II.A, III.A1, III.B, III.D, IV.A. What an address points to is written before what holds
 * the address; the superblock comes last, in the place kept for it.
 */
final class Hdf5Layout {
  private static final int SUPERBLOCK = 96;
  private static final int ENTRY = 40;
  private static final int INTERNAL_K = 16;
  private static final long UNDEFINED = -1;

  private static final int DATASPACE = 0x01;
  private static final int DATATYPE = 0x03;
  private static final int FILL_VALUE = 0x05;
  private static final int LAYOUT = 0x08;
  private static final int ATTRIBUTE = 0x0C;
  private static final int SYMBOL_TABLE = 0x11;

  private final Hdf5Writer.Group root;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Half of the entries of a symbol table's node: each group is one node. */
  private final int leafK;

  Hdf5Layout(Hdf5Writer.Group root) {
    this.root = root;
    leafK = Math.max(4, (largest(root) + 1) / 2);
  }

  private static int largest(Hdf5Writer.Group group) {
    int largest = group.groups.size() + group.datasets.size();
    for (Hdf5Writer.Group inner : group.groups.values()) {
      largest = Math.max(largest, largest(inner));
    }
    return largest;
  }

  byte[] bytes() {
    out.writeBytes(new byte[SUPERBLOCK]);
    ByteBuffer entry = group(root, 0);
    byte[] file = out.toByteArray();
    ByteBuffer superblock = buffer(SUPERBLOCK);
    superblock.put(new byte[] {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'});
    superblock.put(new byte[] {0, 0, 0, 0, 0, Long.BYTES, Long.BYTES, 0});
    superblock.putShort((short) leafK).putShort((short) INTERNAL_K).putInt(0);
    superblock.putLong(0).putLong(UNDEFINED).putLong(file.length).putLong(UNDEFINED);
    superblock.put(entry);
    System.arraycopy(superblock.array(), 0, file, 0, SUPERBLOCK);
    return file;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Appends a structure at a multiple of eight; returns its address. */
  private long append(ByteBuffer structure) {
    long address = out.size();
    out.writeBytes(structure.array());
    out.writeBytes(new byte[padded(structure.capacity()) - structure.capacity()]);
    return address;
  }

  private static int padded(int size) {
    return (size + 7) / 8 * 8;
  }

  /** Writes a group; returns its entry in the table of the group above. */
  private ByteBuffer group(Hdf5Writer.Group group, long nameOffset) {
    ByteArrayOutputStream heap = new ByteArrayOutputStream();
    heap.writeBytes(new byte[8]);
    Map<String, Object> children = new TreeMap<>(group.groups);
    children.putAll(group.datasets);
    List<ByteBuffer> entries = new ArrayList<>();
    long last = 0;
    for (Map.Entry<String, Object> child : children.entrySet()) {
      last = heap.size();
      byte[] name = child.getKey().getBytes(StandardCharsets.UTF_8);
      heap.writeBytes(name);
      heap.writeBytes(new byte[padded(name.length + 1) - name.length]);
      entries.add(
          child.getValue() instanceof KerasArray array
              ? entry(last, dataset(array), 0, 0, 0)
              : group((Hdf5Writer.Group) child.getValue(), last));
    }
    long table = tree(entries, last);
    long names = heap(heap.toByteArray());
    List<ByteBuffer> messages = new ArrayList<>();
    messages.add(message(SYMBOL_TABLE, buffer(16).putLong(table).putLong(names)));
    group.texts.forEach((name, text) -> messages.add(attribute(name, List.of(text), false)));
    group.lists.forEach((name, texts) -> messages.add(attribute(name, texts, true)));
    return entry(nameOffset, header(messages), 1, table, names);
  }

  private static ByteBuffer entry(long name, long header, int cached, long table, long names) {
    ByteBuffer entry = buffer(ENTRY).putLong(name).putLong(header).putInt(cached).putInt(0);
    return entry.putLong(table).putLong(names).flip();
  }

  /** A tree of one leaf with one node, which has all entries in the order of their names. */
  private long tree(List<ByteBuffer> entries, long last) {
    ByteBuffer node = buffer(8 + 2 * leafK * ENTRY);
    node.put(ascii("SNOD")).put((byte) 1).put((byte) 0).putShort((short) entries.size());
    entries.forEach(node::put);
    long address = append(node);
    ByteBuffer tree = buffer(24 + (4 * INTERNAL_K + 1) * Long.BYTES);
    tree.put(ascii("TREE")).putShort((short) 0).putShort((short) (entries.isEmpty() ? 0 : 1));
    tree.putLong(UNDEFINED).putLong(UNDEFINED);
    tree.putLong(0).putLong(address).putLong(last);
    return append(tree);
  }

  private long heap(byte[] names) {
    long data = append(ByteBuffer.wrap(names));
    ByteBuffer heap = buffer(32).put(ascii("HEAP")).putInt(0);
    // 1 says that no byte of it is free.
    return append(heap.putLong(names.length).putLong(1).putLong(data));
  }

  private long dataset(KerasArray array) {
    ByteBuffer values = buffer(array.values().length * Float.BYTES);
    values.asFloatBuffer().put(array.values());
    long address = append(values);
    ByteBuffer layout = buffer(18).put((byte) 3).put((byte) 1);
    layout.putLong(address).putLong(values.capacity());
    return header(
        List.of(
            message(DATASPACE, dataspace(array.shape())),
            message(DATATYPE, floats()),
            // Space is there from the beginning; there is no value of one's own.
            message(FILL_VALUE, buffer(4).put(new byte[] {2, 1, 2, 0})),
            message(LAYOUT, layout)));
  }

  private static ByteBuffer dataspace(int... shape) {
    ByteBuffer space = buffer(8 + shape.length * Long.BYTES);
    space.put((byte) 1).put((byte) shape.length).putShort((short) 0).putInt(0);
    for (int size : shape) {
      space.putLong(size);
    }
    return space;
  }

  /** IEEE float32, least byte first: sign at bit 31, exponent of 8 bits at 23, mantissa of 23. */
  private static ByteBuffer floats() {
    ByteBuffer type = buffer(20).put(new byte[] {0x11, 0x20, 31, 0}).putInt(Float.BYTES);
    type.putShort((short) 0).putShort((short) Float.SIZE);
    return type.put(new byte[] {23, 8, 0, 23}).putInt(127);
  }

  /** Texts of one length, padded with zeros, as h5py writes Python's bytes. */
  private static ByteBuffer attribute(String name, List<String> texts, boolean list) {
    int longest = 1;
    for (String text : texts) {
      longest = Math.max(longest, text.getBytes(StandardCharsets.UTF_8).length);
    }
    ByteBuffer type = buffer(8).put(new byte[] {0x13, 0x01, 0, 0}).putInt(longest);
    ByteBuffer space = list ? dataspace(texts.size()) : dataspace();
    byte[] title = name.getBytes(StandardCharsets.UTF_8);
    int head = 8 + padded(title.length + 1) + padded(8) + padded(space.capacity());
    ByteBuffer attribute = buffer(head + longest * texts.size());
    attribute.put((byte) 1).put((byte) 0).putShort((short) (title.length + 1));
    attribute.putShort((short) type.capacity()).putShort((short) space.capacity());
    attribute.put(title).position(8 + padded(title.length + 1));
    attribute.put(type.array()).put(space.array());
    for (int i = 0; i < texts.size(); i++) {
      attribute.position(head + i * longest);
      attribute.put(texts.get(i).getBytes(StandardCharsets.UTF_8));
    }
    return message(ATTRIBUTE, attribute);
  }

  private static ByteBuffer message(int type, ByteBuffer content) {
    int size = padded(content.capacity());
    ByteBuffer message = buffer(8 + size).putShort((short) type).putShort((short) size).putInt(0);
    return message.put(content.array());
  }

  private long header(List<ByteBuffer> messages) {
    int size = messages.stream().mapToInt(ByteBuffer::capacity).sum();
    ByteBuffer header = buffer(16 + size).put((byte) 1).put((byte) 0);
    header.putShort((short) messages.size()).putInt(1).putInt(size).putInt(0);
    messages.forEach(message -> header.put(message.array()));
    return append(header);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
