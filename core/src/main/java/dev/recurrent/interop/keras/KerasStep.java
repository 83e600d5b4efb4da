package dev.recurrent.interop.keras;

/** A layer of a chain, and the call that makes it one. */
record KerasStep(KerasLayer layer, KerasCall call) {}
