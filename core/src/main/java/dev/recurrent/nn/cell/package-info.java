/**
 * What a cell is: one step of a recurrent network, forward and backward, with the gates of RNN,
 * LSTM and GRU.
 *
 * <p>Start reading at {@link dev.recurrent.nn.cell.Cell} and {@link
 * dev.recurrent.nn.cell.LstmCell}.
 */
@NullMarked
package dev.recurrent.nn.cell;

import org.jspecify.annotations.NullMarked;
