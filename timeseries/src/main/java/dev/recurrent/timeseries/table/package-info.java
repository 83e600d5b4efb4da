/**
 * Tables of series on Spark: columns, cells, covariates.
 *
 * <p>Start reading at {@link dev.recurrent.timeseries.table.SeriesTable}.
 */
@NullMarked
package dev.recurrent.timeseries.table;

import org.jspecify.annotations.NullMarked;
