/** Forecasting: series, windows, forecasters and their jobs. */
@NullMarked
package dev.recurrent.timeseries;

import org.jspecify.annotations.NullMarked;
