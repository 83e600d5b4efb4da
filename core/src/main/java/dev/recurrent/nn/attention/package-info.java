/**
 * Attention and its scores, and the decoder that uses it.
 *
 * <p>Start reading at {@link dev.recurrent.nn.attention.Attention}.
 */
@NullMarked
package dev.recurrent.nn.attention;

import org.jspecify.annotations.NullMarked;
