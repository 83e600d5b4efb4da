/**
 * The walk through time: backpropagation through time over a cell, stacked and bidirectional.
 *
 * <p>Start reading at {@link dev.recurrent.nn.recurrent.RecurrentLayer}.
 */
@NullMarked
package dev.recurrent.nn.recurrent;

import org.jspecify.annotations.NullMarked;
