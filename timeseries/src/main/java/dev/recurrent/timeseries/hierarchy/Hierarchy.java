package dev.recurrent.timeseries.hierarchy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Leaves and the sums above them. A sum is named by the words of its level, {@code north/shop1}.
 * Sums come before leaves, and both are sorted by their names.
 */
public final class Hierarchy {
  /** Between the words of a name. */
  public static final String BETWEEN = "/";

  private final List<String> names;
  private final int[][] above;
  private final int sums;

  private Hierarchy(List<String> names, int sums, int[][] above) {
    this.names = names;
    this.sums = sums;
    this.above = above;
  }

  /**
   * @param leaves by name: the words of each, from the top, the last one its own
   * @param total the name of the sum of all; null for none
   * @throws IllegalArgumentException for names that are not distinct, or have no words
   */
  public static Hierarchy of(SortedMap<String, List<String>> leaves, @Nullable String total) {
    requireDistinct(leaves);
    Map<String, List<String>> levels = new HashMap<>();
    leaves.forEach((leaf, words) -> levels.put(leaf, sums(words, total)));
    TreeSet<String> sums = new TreeSet<>();
    levels.values().forEach(sums::addAll);
    for (String sum : sums) {
      if (leaves.containsKey(sum)) {
        throw new IllegalArgumentException(
            "\"" + sum + "\" is the name of a series and of a level above series; rename one");
      }
    }
    List<String> names = new ArrayList<>(sums);
    Map<String, Integer> places = new HashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    int[][] above = new int[leaves.size()][];
    for (String leaf : leaves.keySet()) {
      int at = names.size() - sums.size();
      above[at] = levels.getOrDefault(leaf, List.of()).stream().mapToInt(places::get).toArray();
      names.add(leaf);
    }
    return new Hierarchy(List.copyOf(names), sums.size(), above);
  }

  private static void requireDistinct(SortedMap<String, List<String>> leaves) {
    Map<List<String>, String> owners = new TreeMap<>((a, b) -> key(a).compareTo(key(b)));
    leaves.forEach(
        (leaf, words) -> {
          for (String word : words) {
            if (word.isEmpty() || word.contains(BETWEEN)) {
              throw new IllegalArgumentException(
                  "series \""
                      + leaf
                      + "\" has the word \""
                      + word
                      + "\", expected words without /");
            }
          }
          String other = owners.put(words, leaf);
          if (other != null) {
            throw new IllegalArgumentException(
                String.format(
                    "series \"%s\" and \"%s\" are both %s; name one more column that tells them"
                        + " apart",
                    other, leaf, key(words)));
          }
        });
  }

  private static String key(List<String> words) {
    return String.join(BETWEEN, words);
  }

  private static List<String> sums(List<String> words, @Nullable String total) {
    List<String> sums = new ArrayList<>();
    if (total != null) {
      sums.add(total);
    }
    for (int depth = 1; depth < words.size(); depth++) {
      sums.add(key(words.subList(0, depth)));
    }
    return sums;
  }

  /** Of the sums, then of the leaves. */
  public List<String> names() {
    return names;
  }

  /** How many sums there are. */
  public int sums() {
    return sums;
  }

  /** How many leaves there are. */
  public int leaves() {
    return above.length;
  }

  /** The sums that have a leaf in them. */
  int[] above(int leaf) {
    return above[leaf];
  }

  /**
   * Writes the sums of leaves, added in the order of the leaves.
   *
   * @param nodes of all names; those of the leaves are read, those of the sums are written
   */
  void add(double[] nodes) {
    Arrays.fill(nodes, 0, sums, 0);
    for (int leaf = 0; leaf < above.length; leaf++) {
      for (int sum : above[leaf]) {
        nodes[sum] += nodes[sums + leaf];
      }
    }
  }

  /**
   * By how much each sum differs from the sum of its leaves.
   *
   * @param nodes of all names
   */
  double[] gaps(double[] nodes) {
    double[] gaps = nodes.clone();
    add(gaps);
    double[] differences = new double[sums];
    for (int sum = 0; sum < sums; sum++) {
      differences[sum] = nodes[sum] - gaps[sum];
    }
    return differences;
  }
}
