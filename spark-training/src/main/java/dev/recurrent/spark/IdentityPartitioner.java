package dev.recurrent.spark;

import org.apache.spark.Partitioner;

/** Sends key k, an Integer, to partition k. */
public final class IdentityPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int count;

  public IdentityPartitioner(int count) {
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
    return other instanceof IdentityPartitioner && ((IdentityPartitioner) other).count == count;
  }

  @Override
  public int hashCode() {
    return count;
  }
}
