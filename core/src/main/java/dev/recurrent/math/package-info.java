/**
 * Float matrices and the kernels everything else is made of: products and fused passes over gates.
 *
 * <p>Imports the JDK and, in {@code NativeGemm} alone, netlib and OpenBLAS. Start reading at {@link
 * dev.recurrent.math.Kernels}: it says which of the three engines is at work. The plain one is the
 * oracle that the tests hold the others to.
 */
@NullMarked
package dev.recurrent.math;

import org.jspecify.annotations.NullMarked;
