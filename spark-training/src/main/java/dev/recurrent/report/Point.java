package dev.recurrent.report;

/** A point of a line chart, in the units of the chart's axes. */
public record Point(double x, double y) {}
