package dev.recurrent.nn.cell;

import java.io.Serializable;

/**
 * Makes cells of one kind for any sizes: a {@link CellType}, or the constructor of an own cell
 * ({@code MinimalGru::new}).
 */
@FunctionalInterface
public interface CellFactory extends Serializable {
  /** A cell of this kind that reads D inputs and has H hidden units. */
  Cell cell(int inputSize, int hiddenSize);

  /**
   * The name in files: {@code LSTM}, or the cell's class name. {@link #of} makes an equal factory
   * of it if the class has a public constructor {@code (int inputSize, int hiddenSize)}.
   */
  default String name() {
    return cell(1, 1).getClass().getName();
  }

  /**
   * Checks that a model's file can hold the cell: {@link #of} has to make the same cell of the name
   * and the two sizes.
   *
   * @throws IllegalArgumentException naming the cell's class if it makes none, or another one
   */
  default void requireStorable() {
    StoredCell.require(this);
  }

  /**
   * The factory of a name: a {@link CellType} in any case, or the name of a class on the class path
   * that implements {@link Cell}.
   *
   * @throws IllegalArgumentException if there is no such cell, listing the names there are
   */
  static CellFactory of(String name) {
    return CellType.contains(name) ? CellType.of(name) : CellClass.of(name);
  }
}
