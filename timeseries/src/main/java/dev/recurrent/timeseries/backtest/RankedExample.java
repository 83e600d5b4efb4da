package dev.recurrent.timeseries.backtest;

/**
 * The latest forecast of a series, with the series' place among all.
 *
 * @param rank "best", "median" or "worst"; empty where there is one series, or none has a MASE
 * @param mase of all the series' forecasts; NaN where it has none
 */
public record RankedExample(String rank, double mase, BacktestExample example) {}
