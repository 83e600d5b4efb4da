/**
 * Models, optimizers and the training step: what a trainer knows is the loss and the gradient of a
 * batch, nothing of what is inside.
 *
 * <p>Imports {@code dev.recurrent.nn} and {@code dev.recurrent.math}. Start reading at {@link
 * dev.recurrent.train.Trainer}.
 */
@NullMarked
package dev.recurrent.train;

import org.jspecify.annotations.NullMarked;
