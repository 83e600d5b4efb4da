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
 * The means of deltas and moments summed on the executors, for models whose W updates the driver
 * cannot hold: each update is cut into ranges, the ranges shuffled to a task each, sorted by shard,
 * summed in that order, and the sums alone collected.
 */
final class SlicedSum {
  private static final int MAX_SLICES = 32;

  private final Ranges deltas;
  private final Ranges moments;
  private final double[] meanDelta;
  private final double[] meanMoments;

  /**
   * @param moments how many, 0 where they are not averaged
   */
  SlicedSum(DeltaCodec codec, int parameters, int moments, int shards) {
    this.deltas = Ranges.of(codec, parameters, shards, 0);
    this.moments = Ranges.of(new DeltaCodec.Full(), moments, shards, deltas.end());
    this.meanDelta = new double[parameters];
    this.meanMoments = new double[moments];
  }

  /**
   * How an array is cut.
   *
   * @param first its first range's number among all ranges
   * @param count ranges
   * @param size elements of a range, whole blocks
   */
  private record Ranges(DeltaCodec codec, int first, int count, int size) implements Serializable {
    static Ranges of(DeltaCodec codec, int length, int shards, int first) {
      int blocks = (length + DeltaCodec.BLOCK - 1) / DeltaCodec.BLOCK;
      int count = Math.min(Math.min(shards, MAX_SLICES), blocks);
      int size = count == 0 ? 0 : (blocks + count - 1) / count * DeltaCodec.BLOCK;
      return new Ranges(codec, first, count, size);
    }

    int end() {
      return first + count;
    }

    boolean has(int range) {
      return range >= first && range < end();
    }

    void cut(ShardUpdate update, byte[] payload, List<Tuple2<Integer, ShardUpdate>> pieces) {
      for (int i = 0; i < count; i++) {
        int begin = codec.position(i * size);
        int end = Math.min(payload.length, codec.position((i + 1) * size));
        if (begin < end) {
          pieces.add(new Tuple2<>(first + i, update.part(payload, begin, end)));
        }
      }
    }

    double[] sum(List<ShardUpdate> updates, float[] start) {
      double[] sums = new double[start.length];
      double[] block = new double[DeltaCodec.BLOCK];
      double[] weights = ShardUpdates.weights(updates);
      for (int at = 0; at < start.length; at += DeltaCodec.BLOCK) {
        int n = Math.min(DeltaCodec.BLOCK, start.length - at);
        Arrays.fill(block, 0);
        for (int w = 0; w < weights.length; w++) {
          codec.addDelta(updates.get(w).parameters, start, at, n, weights[w], block);
        }
        System.arraycopy(block, 0, sums, at, n);
      }
      return sums;
    }
  }

  /** What a range's task gives: its sums, or the headers. */
  static final class Part implements Serializable {
    private static final long serialVersionUID = 1L;
    final int range;
    final double[] sums;
    final ShardUpdate[] headers;

    Part(int range, double[] sums, ShardUpdate[] headers) {
      this.range = range;
      this.sums = sums;
      this.headers = headers;
    }
  }

  double[] meanDelta() {
    return meanDelta;
  }

  double[] meanMoments() {
    return meanMoments;
  }

  /** Runs the job, fills the means and returns the updates without their payloads. */
  List<ShardUpdate> run(JavaRDD<ShardUpdate> round, Broadcast<byte[]> theta) {
    Ranges d = deltas;
    Ranges m = moments;
    JavaPairRDD<Integer, ShardUpdate> pieces = round.flatMapToPair(update -> cut(update, d, m));
    List<Part> parts =
        pieces
            .partitionBy(new IdentityPartitioner(m.end() + 1))
            .mapPartitions(it -> sum(it, d, m, theta.value()), true)
            .collect();
    List<ShardUpdate> headers = new ArrayList<>();
    for (Part part : parts) {
      if (d.has(part.range)) {
        System.arraycopy(part.sums, 0, meanDelta, part.range * d.size, part.sums.length);
      } else if (m.has(part.range)) {
        int to = (part.range - m.first) * m.size;
        for (int i = 0; i < part.sums.length; i++) {
          meanMoments[to + i] = 0 - part.sums[i];
        }
      }
      headers.addAll(Arrays.asList(part.headers));
    }
    headers.sort(Comparator.comparingInt(u -> u.shard));
    return headers;
  }

  private static Iterator<Tuple2<Integer, ShardUpdate>> cut(
      ShardUpdate update, Ranges deltas, Ranges moments) {
    List<Tuple2<Integer, ShardUpdate>> pieces = new ArrayList<>();
    pieces.add(new Tuple2<>(moments.end(), update.part(update.parameters, 0, 0)));
    if (update.status == ShardUpdate.Status.TRAINED) {
      deltas.cut(update, update.parameters, pieces);
      moments.cut(update, update.moments, pieces);
    }
    return pieces.iterator();
  }

  private static Iterator<Part> sum(
      Iterator<Tuple2<Integer, ShardUpdate>> it, Ranges deltas, Ranges moments, byte[] theta) {
    List<ShardUpdate> updates = new ArrayList<>();
    int range = -1;
    while (it.hasNext()) {
      Tuple2<Integer, ShardUpdate> next = it.next();
      range = next._1();
      updates.add(next._2());
    }
    updates.sort(Comparator.comparingInt(u -> u.shard));
    if (range == moments.end()) {
      Part headers = new Part(range, new double[0], updates.toArray(new ShardUpdate[0]));
      return List.of(headers).iterator();
    }
    if (range < 0) {
      return List.<Part>of().iterator();
    }
    double[] sums;
    if (deltas.has(range)) {
      float[] start = DeltaCodec.floats(theta, range * deltas.size, deltas.size);
      sums = deltas.sum(updates, start);
    } else {
      // The differences to zero: the moments with opposite signs.
      sums = moments.sum(updates, new float[updates.get(0).parameters.length / 4]);
    }
    return List.of(new Part(range, sums, new ShardUpdate[0])).iterator();
  }
}
