/**
 * Cells, layers and losses, each with its own forward and backward pass.
 *
 * <p>The conventions on which the field disagrees, fixed here and nowhere else:
 *
 * <ul>
 *   <li>Letters: <b>B</b> batch, <b>T</b> steps, <b>D</b> input size, <b>H</b> hidden size,
 *       <b>V</b> vocabulary, <b>S</b> state size. Sequences are time-major: one matrix of T*B rows,
 *       row {@code t*B + b}.
 *   <li>LSTM packs its gates {@code [i | f | g | o]}, its state row is {@code [h | c]}. GRU packs
 *       {@code [r | z | n]} and resets after the product, with two biases, {@code h' = (1-z) n + z
 *       h}. Layouts and names of weights are PyTorch's ({@code weight_ih_l0}, ...); RNN and LSTM
 *       keep one bias, the sum of PyTorch's two, which changes nothing they can compute.
 *   <li>Every loss is the mean over unmasked targets, in nats where it is a likelihood; gradients
 *       are of that mean and are <em>added</em>. Padding never counts.
 *   <li>In kernels and layers, {@code d} + name is the gradient of the loss by name. A matrix
 *       handed to {@code backward} belongs to the layer afterwards: it may be overwritten.
 *   <li>A layer is bound to one parameter array and one gradient array and holds the activations of
 *       its last forward pass: one thread at a time.
 * </ul>
 *
 * <p>Imports {@code dev.recurrent.math} and the JDK. Start reading at {@link
 * dev.recurrent.nn.cell.LstmCell} and {@link dev.recurrent.nn.recurrent.RecurrentLayer}.
 */
@NullMarked
package dev.recurrent.nn;

import org.jspecify.annotations.NullMarked;
