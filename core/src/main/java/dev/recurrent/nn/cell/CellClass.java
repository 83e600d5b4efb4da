package dev.recurrent.nn.cell;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

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
    try {
      return constructor(name).newInstance(inputSize, hiddenSize);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "cell " + name + " refused its sizes: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw unusable(name, e);
    }
  }

  private static Constructor<? extends Cell> constructor(String name) {
    try {
      Class<? extends Cell> type = load(name).asSubclass(Cell.class);
      Constructor<? extends Cell> constructor = type.getConstructor(int.class, int.class);
      if (Modifier.isAbstract(type.getModifiers()) || !Modifier.isPublic(type.getModifiers())) {
        throw unusable(name, null);
      }
      return constructor;
    } catch (ClassNotFoundException | NoSuchMethodException | ClassCastException e) {
      throw unusable(name, e);
    }
  }

  /** Spark puts a program's jars on the thread's class loader, not on this class's. */
  private static Class<?> load(String name) throws ClassNotFoundException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader own = CellClass.class.getClassLoader();
    return Class.forName(name, false, context == null ? own : context);
  }

  private static IllegalArgumentException unusable(
      String name, @org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalArgumentException(
        "cell is \""
            + name
            + "\", expected rnn, rnn-relu, lstm, gru, gru-reset-before, or the name of a public"
            + " class on the class path that implements "
            + Cell.class.getName()
            + " and has a public constructor (int inputSize, int hiddenSize)",
        cause);
  }
}
