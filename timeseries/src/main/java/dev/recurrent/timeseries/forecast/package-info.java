/** Recurrent networks that forecast: windows in, distributions of the next values out. */
@NullMarked
package dev.recurrent.timeseries.forecast;

import org.jspecify.annotations.NullMarked;
