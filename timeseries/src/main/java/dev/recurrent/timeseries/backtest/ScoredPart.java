package dev.recurrent.timeseries.backtest;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A part's sums, and its single steps where they are wanted. A plain class, as above it. */
final class ScoredPart implements Serializable {
  private static final long serialVersionUID = 1L;

  final BacktestScores scores;
  final @Nullable BacktestSteps steps;

  ScoredPart(BacktestScores scores, @Nullable BacktestSteps steps) {
    this.scores = scores;
    this.steps = steps;
  }
}
