/** Series of numbers over time: regular steps, gaps, calendars, scales. */
@NullMarked
package dev.recurrent.timeseries.series;

import org.jspecify.annotations.NullMarked;
