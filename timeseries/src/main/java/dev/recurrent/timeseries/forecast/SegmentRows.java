package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import java.util.Arrays;

/**
 * Steps of windows as rows of segments, and back. Where the context is no multiple of w, its oldest
 * segment begins with zeros; where the horizon is none, the outputs behind it count for nothing.
 */
final class SegmentRows {
  private final int length;
  private final int contextSegments;
  private final int horizonSegments;
  private final int horizon;
  private final int padding;
  private final Scratch context = new Scratch();
  private final Scratch known = new Scratch();
  private final Scratch byStep = new Scratch();
  private final Scratch bySegment = new Scratch();
  private int windows;

  SegmentRows(SegmentLayout sizes) {
    length = sizes.length();
    contextSegments = sizes.contextSegments();
    horizonSegments = sizes.horizonSegments();
    horizon = sizes.config().window().horizon();
    padding = contextSegments * length - sizes.config().window().contextLength();
  }

  /** The context, (M*B, w*D). */
  Matrix context(Matrix steps) {
    Matrix to = context.matrix(contextSegments * windows, length * steps.columns);
    toSegments(steps, padding, to);
    return to;
  }

  /** What is known of the horizon, (K*B, w*D). */
  Matrix known(Matrix steps) {
    Matrix to = known.matrix(horizonSegments * windows, length * steps.columns);
    toSegments(steps, 0, to);
    return to;
  }

  /** Takes the number of windows of the batch that follows. */
  void read(WindowBatch batch) {
    windows = batch.batchSize();
  }

  /** Zeros stand before the first step and behind the last. */
  private void toSegments(Matrix steps, int before, Matrix segments) {
    int all = steps.rows / windows;
    int width = steps.columns;
    for (int at = 0; at < segments.rows / windows * length; at++) {
      int t = at - before;
      int column = at % length * width;
      for (int b = 0; b < windows; b++) {
        int to = segments.index(at / length * windows + b) + column;
        if (t < 0 || t >= all) {
          Arrays.fill(segments.data, to, to + width, 0f);
        } else {
          System.arraycopy(steps.data, steps.index(t * windows + b), segments.data, to, width);
        }
      }
    }
  }

  /** Outputs of segments, (K*B, w*P), as those of steps, (N*B, P). */
  Matrix spread(Matrix segments, Head head) {
    int width = head.parameters();
    Matrix rows = byStep.matrix(horizon * windows, width);
    for (int k = 0; k < horizon; k++) {
      for (int b = 0; b < windows; b++) {
        int from = segments.index(k / length * windows + b) + k % length * width;
        System.arraycopy(segments.data, from, rows.data, rows.index(k * windows + b), width);
      }
    }
    return rows;
  }

  /** The gradient of segments as that of their steps: (C*B, D), or of the horizon (N*B, D). */
  Matrix steps(Matrix segments, boolean ofContext) {
    int before = ofContext ? padding : 0;
    int all = ofContext ? contextSegments * length - padding : horizon;
    int width = segments.columns / length;
    Matrix steps = byStep.matrix(all * windows, width);
    for (int t = 0; t < all; t++) {
      int column = (t + before) % length * width;
      for (int b = 0; b < windows; b++) {
        int from = segments.index((t + before) / length * windows + b) + column;
        System.arraycopy(segments.data, from, steps.data, steps.index(t * windows + b), width);
      }
    }
    return steps;
  }

  /** The gradient of {@link #spread}'s outputs as that of its input. */
  Matrix gather(Matrix rows, Head head) {
    int width = head.parameters();
    Matrix segments = bySegment.matrix(horizonSegments * windows, length * width);
    toSegments(rows, 0, segments);
    return segments;
  }
}
