package dev.recurrent.nn;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/** Finds the class of a user by its name: a cell, an optimizer, a head, a tokenizer. */
public final class ClassByName {
  private ClassByName() {}

  /**
   * The class of that name. Spark puts a program's jars on the thread's class loader, not on this
   * class's.
   *
   * @throws ClassNotFoundException also if the class is there and cannot be linked
   */
  public static Class<?> find(String name) throws ClassNotFoundException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader own = ClassByName.class.getClassLoader();
    try {
      return Class.forName(name, false, context == null ? own : context);
    } catch (LinkageError e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /**
   * A public constructor of a public class that is a kind of {@code type}.
   *
   * @param parameters the types of the constructor's parameters
   * @throws ClassNotFoundException if there is no class of that name
   * @throws NoSuchMethodException if the class has no such constructor, or cannot be used
   */
  public static <T> Constructor<? extends T> constructor(
      String name, Class<T> type, Class<?>... parameters)
      throws ClassNotFoundException, NoSuchMethodException {
    Class<?> found = find(name);
    int modifiers = found.getModifiers();
    if (!type.isAssignableFrom(found)
        || Modifier.isAbstract(modifiers)
        || !Modifier.isPublic(modifiers)) {
      throw new NoSuchMethodException(name + " is not a public class that implements " + type);
    }
    return found.asSubclass(type).getConstructor(parameters);
  }

  /**
   * An object of a user's class.
   *
   * @throws IllegalArgumentException with what the constructor throws
   */
  public static <T> T make(Constructor<? extends T> constructor, Object... arguments) {
    String name = constructor.getDeclaringClass().getName();
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          name + " failed in its constructor: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(name + " cannot be made: " + e.getMessage(), e);
    }
  }
}
