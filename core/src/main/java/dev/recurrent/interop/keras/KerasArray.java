package dev.recurrent.interop.keras;

/**
 * One weight of a Keras layer.
 *
 * @param name Keras's, such as "recurrent_kernel"
 * @param shape of one or two dimensions
 * @param values row by row
 */
record KerasArray(String name, int[] shape, float[] values) {}
