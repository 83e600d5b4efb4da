package dev.recurrent.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * The mean delta summed on the executors, for models whose W updates the driver cannot hold: each
 * update is cut into ranges, the ranges shuffled to a task each, sorted by shard, summed in that
 * order, and the sums alone collected.
 */
final class SlicedSum {
  private static final int MAX_SLICES = 32;

  private final DeltaCodec codec;
  private final int slices;
  private final int sliceSize;
  private final double[] mean;

  SlicedSum(DeltaCodec codec, int parameters, int shards) {
    this.codec = codec;
    int blocks = (parameters + DeltaCodec.BLOCK - 1) / DeltaCodec.BLOCK;
    this.slices = Math.max(1, Math.min(Math.min(shards, MAX_SLICES), blocks));
    this.sliceSize = (blocks + slices - 1) / slices * DeltaCodec.BLOCK;
    this.mean = new double[parameters];
  }

  /** What a slice's task gives: its sums, or the headers. */
  static final class Part implements Serializable {
    private static final long serialVersionUID = 1L;
    final int slice;
    final double[] sums;
    final ShardUpdate[] headers;

    Part(int slice, double[] sums, ShardUpdate[] headers) {
      this.slice = slice;
      this.sums = sums;
      this.headers = headers;
    }
  }

  double[] mean() {
    return mean;
  }

  /** Runs the job, fills {@link #mean} and returns the updates without their payloads. */
  List<ShardUpdate> run(JavaRDD<ShardUpdate> round, Broadcast<byte[]> theta) {
    int count = slices;
    int size = sliceSize;
    DeltaCodec by = codec;
    JavaPairRDD<Integer, ShardUpdate> pieces =
        round.flatMapToPair(update -> cut(update, by, count, size));
    List<Part> parts =
        pieces
            .partitionBy(new KeyIsPartition(count + 1))
            .mapPartitions(it -> sum(it, by, count, size, theta.value()), true)
            .collect();
    List<ShardUpdate> headers = new ArrayList<>();
    for (Part part : parts) {
      System.arraycopy(part.sums, 0, mean, part.slice * size, part.sums.length);
      headers.addAll(Arrays.asList(part.headers));
    }
    headers.sort(Comparator.comparingInt(u -> u.shard));
    return headers;
  }

  private static Iterator<Tuple2<Integer, ShardUpdate>> cut(
      ShardUpdate update, DeltaCodec codec, int slices, int size) {
    List<Tuple2<Integer, ShardUpdate>> pieces = new ArrayList<>();
    pieces.add(new Tuple2<>(slices, update.part(0, 0)));
    if (update.status == ShardUpdate.Status.TRAINED) {
      for (int slice = 0; slice < slices; slice++) {
        int from = slice * size;
        int begin = codec.position(from);
        int end = Math.min(update.parameters.length, codec.position(from + size));
        if (begin < end) {
          pieces.add(new Tuple2<>(slice, update.part(begin, end)));
        }
      }
    }
    return pieces.iterator();
  }

  private static Iterator<Part> sum(
      Iterator<Tuple2<Integer, ShardUpdate>> it,
      DeltaCodec codec,
      int slices,
      int size,
      byte[] theta) {
    List<ShardUpdate> updates = new ArrayList<>();
    int slice = -1;
    while (it.hasNext()) {
      Tuple2<Integer, ShardUpdate> next = it.next();
      slice = next._1();
      updates.add(next._2());
    }
    updates.sort(Comparator.comparingInt(u -> u.shard));
    if (slice == slices) {
      Part headers = new Part(0, new double[0], updates.toArray(new ShardUpdate[0]));
      return List.of(headers).iterator();
    }
    if (slice < 0) {
      return List.<Part>of().iterator();
    }
    float[] start = DeltaCodec.floats(theta, slice * size, size);
    double[] sums = new double[start.length];
    double[] block = new double[DeltaCodec.BLOCK];
    double[] weights = ShardUpdates.weights(updates);
    for (int at = 0; at < start.length; at += DeltaCodec.BLOCK) {
      int count = Math.min(DeltaCodec.BLOCK, start.length - at);
      Arrays.fill(block, 0);
      for (int w = 0; w < weights.length; w++) {
        codec.addDelta(updates.get(w).parameters, start, at, count, weights[w], block);
      }
      System.arraycopy(block, 0, sums, at, count);
    }
    return List.of(new Part(slice, sums, new ShardUpdate[0])).iterator();
  }
}
