/**
 * Keras's model files in and out: {@code .keras} archives and whole-model {@code .h5} files.
 *
 * <p>{@code Hdf5Reader} alone uses jHDF, which is an optional dependency. Start reading at {@link
 * dev.recurrent.interop.keras.KerasImporter}.
 */
@NullMarked
package dev.recurrent.interop.keras;

import org.jspecify.annotations.NullMarked;
