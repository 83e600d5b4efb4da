package dev.recurrent.report;

/** A vertical stretch of a band at one x, in the units of the chart's axes. */
public record Interval(double x, double low, double high) {}
