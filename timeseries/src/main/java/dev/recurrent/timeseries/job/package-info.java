/** The forecasting jobs: tables in, models and forecasts out, on Spark. */
@NullMarked
package dev.recurrent.timeseries.job;

import org.jspecify.annotations.NullMarked;
