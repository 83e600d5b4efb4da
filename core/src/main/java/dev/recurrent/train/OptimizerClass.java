package dev.recurrent.train;

import dev.recurrent.nn.ClassByName;

/** Finds an optimizer by the name of its class. */
final class OptimizerClass {
  private OptimizerClass() {}

  /**
   * @throws IllegalArgumentException unless the class is there and can be made
   */
  static Optimizer make(String name) {
    try {
      return ClassByName.make(ClassByName.constructor(name, Optimizer.class));
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "optimizer is \""
              + name
              + "\", expected adam, adamw, sgd, momentum, rmsprop, or the name of a public class on"
              + " the class path that implements "
              + Optimizer.class.getName()
              + " and has a public constructor without parameters",
          e);
    }
  }
}
