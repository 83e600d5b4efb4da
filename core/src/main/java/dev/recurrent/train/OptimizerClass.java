package dev.recurrent.train;

import java.lang.reflect.InvocationTargetException;

/** Finds an optimizer by the name of its class. */
final class OptimizerClass {
  private OptimizerClass() {}

  /**
   * @throws IllegalArgumentException unless the class is there and can be made
   */
  static Optimizer make(String name) {
    try {
      return load(name).asSubclass(Optimizer.class).getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "optimizer " + name + " failed in its constructor: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException | ClassCastException e) {
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

  /** Spark puts a program's jars on the thread's class loader, not on this class's. */
  private static Class<?> load(String name) throws ClassNotFoundException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader own = OptimizerClass.class.getClassLoader();
    return Class.forName(name, false, context == null ? own : context);
  }
}
