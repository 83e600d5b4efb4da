package dev.recurrent.interop.keras;

import dev.recurrent.interop.InexpressibleModelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes an HDF5 file of groups, datasets of float32 and attributes of text, in the form that h5py
 * writes by default and every release of HDF5 reads. jHDF's own writer calls itself alpha, and it
 * overwrites a group that is written last.
 */
final class Hdf5Writer {
  /** An attribute lies in its object's header, whose messages have at most 64 KiB. */
  private static final int LARGEST_ATTRIBUTE = 64_000;

  private final Group root = new Group();

  /** A group before it is written. */
  static final class Group {
    final Map<String, Group> groups = new TreeMap<>();
    final Map<String, KerasArray> datasets = new TreeMap<>();
    final Map<String, List<String>> lists = new TreeMap<>();
    final Map<String, String> texts = new TreeMap<>();
  }

  /** The file's bytes. */
  byte[] bytes() {
    return new Hdf5Layout(root).bytes();
  }

  /** Makes a group, with those above it. */
  private Group group(String path) {
    Group group = root;
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        group = group.groups.computeIfAbsent(part, name -> new Group());
      }
    }
    return group;
  }

  void addGroup(String path) {
    group(path);
  }

  void addDataset(String path, KerasArray array) {
    int slash = path.lastIndexOf('/');
    group(path.substring(0, slash)).datasets.put(path.substring(slash + 1), array);
  }

  /**
   * Adds an attribute to a group.
   *
   * @throws InexpressibleModelException if it is too long for HDF5
   */
  void addText(String path, String name, String text) {
    requireSize(name, text.getBytes(StandardCharsets.UTF_8).length);
    group(path).texts.put(name, text);
  }

  /** Adds a list of texts to a group. */
  void addTexts(String path, String name, List<String> texts) {
    int longest = texts.stream().mapToInt(String::length).max().orElse(0);
    requireSize(name, texts.size() * longest);
    group(path).lists.put(name, texts);
  }

  private static void requireSize(String name, int size) {
    if (size > LARGEST_ATTRIBUTE) {
      throw new InexpressibleModelException(
          "the attribute "
              + name
              + " would have "
              + size
              + " bytes, HDF5 holds "
              + LARGEST_ATTRIBUTE
              + "; write --format keras instead");
    }
  }
}
