package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.GraphMeaning.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operators on arrays of the file alone, which move numbers and change none: some exporters order
 * the gates of a recurrent layer in the graph.
 */
final class ArrayOperators {
  private final GraphWalk walk;

  ArrayOperators(GraphWalk walk) {
    this.walk = walk;
  }

  /** Whether the node reads arrays alone and is now known. */
  boolean read(OnnxNode node) {
    if (!(walk.value(node.input(0)) instanceof Array array)) {
      return false;
    }
    OnnxTensor first = array.tensor();
    if (node.type().equals("Split")) {
      return split(node, first);
    }
    OnnxTensor made =
        switch (node.type()) {
          case "Unsqueeze" -> unsqueezed(node, first);
          case "Squeeze" -> squeezed(node, first);
          case "Concat" -> concat(node, first);
          case "Slice" -> slice(node, first);
          default -> null;
        };
    if (made != null) {
      walk.put(node, new Array(made));
    }
    return made != null;
  }

  private @Nullable OnnxTensor unsqueezed(OnnxNode node, OnnxTensor array) {
    long[] axes = walk.integers(node.input(1));
    int at =
        axes == null || axes.length != 1 ? -1 : SliceArguments.place(axes[0], array.rank() + 1);
    if (at < 0 || array.rank() == TensorReader.MOST_AXES) {
      return null;
    }
    List<Long> sizes = new ArrayList<>(array.sizes());
    sizes.add(at, 1L);
    return new OnnxTensor(array.type(), sizes, array.bytes());
  }

  private @Nullable OnnxTensor squeezed(OnnxNode node, OnnxTensor array) {
    long[] axes = walk.integers(node.input(1));
    int at = axes == null || axes.length != 1 ? -1 : SliceArguments.place(axes[0], array.rank());
    if (at < 0 || array.size(at) != 1) {
      return null;
    }
    List<Long> sizes = new ArrayList<>(array.sizes());
    sizes.remove(at);
    return new OnnxTensor(array.type(), sizes, array.bytes());
  }

  private @Nullable OnnxTensor slice(OnnxNode node, OnnxTensor array) {
    SliceArguments slice = SliceArguments.of(walk, node);
    int axis = slice == null ? -1 : slice.axis(array.rank());
    if (slice == null || axis < 0) {
      return null;
    }
    int size = array.size(axis);
    return part(array, axis, slice.first(size), slice.end(size));
  }

  private boolean split(OnnxNode node, OnnxTensor array) {
    int axis = SliceArguments.place(StepOperators.attribute(node, "axis", 0), array.rank());
    int count = node.outputs().size();
    long[] sizes = node.input(1).isEmpty() ? null : walk.integers(node.input(1));
    boolean known = node.input(1).isEmpty() || (sizes != null && sizes.length == count);
    if (axis < 0 || count == 0 || !known) {
      return false;
    }
    List<GraphMeaning> parts = new ArrayList<>();
    long from = 0;
    for (int i = 0; i < count; i++) {
      long size = sizes == null ? array.size(axis) / count : sizes[i];
      OnnxTensor part = size < 1 ? null : part(array, axis, from, from + size);
      if (part == null) {
        return false;
      }
      parts.add(new Array(part));
      from += size;
    }
    if (from != array.size(axis)) {
      return false;
    }
    walk.put(node, parts);
    return true;
  }

  /** Bytes of what an array has for one place of an axis, and for each place of those before it. */
  private static int inner(OnnxTensor array, int axis) {
    int bytes = array.bytes().limit();
    for (int i = 0; i <= axis; i++) {
      bytes = array.size(i) == 0 ? 0 : bytes / array.size(i);
    }
    return bytes;
  }

  /** Part of an axis; a view where it is the first of more than one place. */
  private @Nullable OnnxTensor part(OnnxTensor array, int axis, long from, long to) {
    if (from >= to || to > array.size(axis)) {
      return null;
    }
    int inner = inner(array, axis);
    int size = array.size(axis);
    int length = (int) (to - from) * inner;
    int start = (int) from * inner;
    List<Long> sizes = new ArrayList<>(array.sizes());
    sizes.set(axis, to - from);
    int outer = inner == 0 ? 0 : array.bytes().limit() / (inner * size);
    if (outer == 1) {
      return new OnnxTensor(array.type(), sizes, array.bytes().slice(start, length));
    }
    walk.take((long) outer * length / 4);
    ByteBuffer bytes = ByteBuffer.allocate(outer * length);
    for (int i = 0; i < outer; i++) {
      bytes.put(i * length, array.bytes(), i * inner * size + start, length);
    }
    return new OnnxTensor(array.type(), sizes, bytes);
  }

  private @Nullable OnnxTensor concat(OnnxNode node, OnnxTensor first) {
    int axis = SliceArguments.place(StepOperators.attribute(node, "axis", 0), first.rank());
    List<OnnxTensor> parts = new ArrayList<>();
    long total = 0;
    long place = 0;
    for (String name : node.inputs()) {
      if (axis < 0 || !(walk.value(name) instanceof Array array) || !fits(array, first, axis)) {
        return null;
      }
      parts.add(array.tensor());
      total += array.tensor().bytes().limit();
      place += array.tensor().size(axis);
    }
    List<Long> sizes = new ArrayList<>(first.sizes());
    sizes.set(axis, place);
    walk.take(total / 4);
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(total));
    int outer = 1;
    for (int i = 0; i < axis; i++) {
      outer *= first.size(i);
    }
    for (int i = 0; i < outer; i++) {
      for (OnnxTensor part : parts) {
        int length = part.bytes().limit() / outer;
        bytes.put(part.bytes().slice(i * length, length));
      }
    }
    return new OnnxTensor(first.type(), sizes, bytes.flip());
  }

  private static boolean fits(Array array, OnnxTensor first, int axis) {
    List<Long> sizes = new ArrayList<>(array.tensor().sizes());
    if (sizes.size() != first.rank() || array.tensor().type() != first.type()) {
      return false;
    }
    sizes.set(axis, first.sizes().get(axis));
    return sizes.equals(first.sizes());
  }
}
