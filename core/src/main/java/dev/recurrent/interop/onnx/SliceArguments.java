package dev.recurrent.interop.onnx;

import org.jspecify.annotations.Nullable;

/**
 * What a Slice takes of one axis, step by step; negative places count from the end.
 *
 * @param to the place behind the last
 */
record SliceArguments(long from, long to, long axis) {
  /** Of a node; null if the file does not say all of it, or it slices more than one axis. */
  static @Nullable SliceArguments of(GraphWalk walk, OnnxNode node) {
    long[] from = walk.integers(node.input(1));
    long[] to = walk.integers(node.input(2));
    long[] axes = walk.integers(node.input(3));
    long[] strides = node.input(4).isEmpty() ? new long[] {1} : walk.integers(node.input(4));
    if (from == null || to == null || axes == null || strides == null) {
      return null;
    }
    boolean one = from.length == 1 && to.length == 1 && axes.length == 1 && strides.length == 1;
    return one && strides[0] == 1 ? new SliceArguments(from[0], to[0], axes[0]) : null;
  }

  /** Whether it goes to the end of an axis of any size. */
  boolean toEnd() {
    return to >= Integer.MAX_VALUE;
  }

  /** The axis among so many, or -1. */
  int axis(int rank) {
    return place(axis, rank);
  }

  /** An axis among so many, or -1. */
  static int place(long axis, int rank) {
    long from = axis + (axis < 0 ? rank : 0);
    return from >= 0 && from < rank ? (int) from : -1;
  }

  /** The first place in an axis of this size. */
  int first(int size) {
    return bounded(from, size);
  }

  /** The place behind the last in an axis of this size. */
  int end(int size) {
    return bounded(to, size);
  }

  private static int bounded(long place, int size) {
    return (int) Math.max(0, Math.min(size, place < 0 ? place + size : place));
  }
}
