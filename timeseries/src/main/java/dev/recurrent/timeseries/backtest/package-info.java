/**
 * Backtests: a model and the naive forecasts at each origin, and what they are off by.
 *
 * <p>Start reading at {@link dev.recurrent.timeseries.backtest.Backtest}.
 */
@NullMarked
package dev.recurrent.timeseries.backtest;

import org.jspecify.annotations.NullMarked;
