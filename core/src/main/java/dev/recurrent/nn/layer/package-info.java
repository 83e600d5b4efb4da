/**
 * Layers as a {@code SequenceModel} is built of them: configurations that name their parameters,
 * and the same at work, forward and backward.
 *
 * <p>Start reading at {@link dev.recurrent.nn.layer.Layer}.
 */
@NullMarked
package dev.recurrent.nn.layer;

import org.jspecify.annotations.NullMarked;
