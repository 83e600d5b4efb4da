package dev.recurrent.spark;

import org.apache.spark.Partitioner;

/** Sends key k, an Integer, to partition k. */
public final class KeyIsPartition extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int count;

  public KeyIsPartition(int count) {
    this.count = count;
  }

  @Override
  public int numPartitions() {
    return count;
  }

  @Override
  public int getPartition(Object key) {
    return (Integer) key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyIsPartition && ((KeyIsPartition) other).count == count;
  }

  @Override
  public int hashCode() {
    return count;
  }
}
