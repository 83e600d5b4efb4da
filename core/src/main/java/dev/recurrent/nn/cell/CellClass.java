package dev.recurrent.nn.cell;

import dev.recurrent.nn.ClassByName;
import java.lang.reflect.Constructor;

/** Makes cells of a class that is found by its name. */
record CellClass(String name) implements CellFactory {
  /**
   * @throws IllegalArgumentException unless the class is there and makes cells
   */
  static CellClass of(String name) {
    constructor(name);
    return new CellClass(name);
  }

  @Override
  public Cell cell(int inputSize, int hiddenSize) {
    return ClassByName.make(constructor(name), inputSize, hiddenSize);
  }

  private static Constructor<? extends Cell> constructor(String name) {
    try {
      return ClassByName.constructor(name, Cell.class, int.class, int.class);
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "cell is \""
              + name
              + "\", expected rnn, rnn-relu, lstm, gru, gru-reset-before, or the name of a public"
              + " class on the class path that implements "
              + Cell.class.getName()
              + " and has a public constructor (int inputSize, int hiddenSize)",
          e);
    }
  }
}
