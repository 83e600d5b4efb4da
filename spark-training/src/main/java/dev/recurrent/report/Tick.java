package dev.recurrent.report;

/** A marked value of an axis with its label. */
record Tick(double value, String label) {}
