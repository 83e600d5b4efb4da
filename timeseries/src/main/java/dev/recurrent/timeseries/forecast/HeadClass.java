package dev.recurrent.timeseries.forecast;

import dev.recurrent.nn.ClassByName;

/** Finds a head by the name of its class. */
final class HeadClass {
  private HeadClass() {}

  /**
   * @throws IllegalArgumentException unless the class is there and can be made
   */
  static Head make(String name) {
    try {
      return ClassByName.make(ClassByName.constructor(name, Head.class));
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "distribution is \""
              + name
              + "\", expected normal, student-t, negative-binomial,"
              + " zero-inflated-negative-binomial, tweedie, quantile, point,"
              + " point-absolute, point-huber, or the name of a public class on the class path that"
              + " implements "
              + Head.class.getName()
              + " and has a public constructor without parameters",
          e);
    }
  }
}
