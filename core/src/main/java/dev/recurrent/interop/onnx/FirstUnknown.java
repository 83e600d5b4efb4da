package dev.recurrent.interop.onnx;

import dev.recurrent.interop.onnx.GraphMeaning.Other;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the node that keeps a graph's output from having a meaning. */
final class FirstUnknown {
  private final GraphWalk walk;

  FirstUnknown(GraphWalk walk) {
    this.walk = walk;
  }

  /** A node without a meaning that the value needs and whose own inputs have one; else null. */
  @Nullable OnnxNode below(String output) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(output));
    OnnxNode last = null;
    while (!open.isEmpty()) {
      String name = open.remove();
      if (walk.value(name) instanceof Other other && seen.add(name)) {
        last = other.node();
        boolean known =
            last.inputs().stream().noneMatch(input -> walk.value(input) instanceof Other);
        boolean rows = last.inputs().stream().anyMatch(input -> walk.rows(input) != null);
        if (known && rows) {
          return last;
        }
        open.addAll(last.inputs());
      }
    }
    return last;
  }
}
