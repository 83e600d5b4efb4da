package dev.recurrent.spark.job;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.train.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Every kind of model on the class path. */
public final class ModelKinds {
  private ModelKinds() {}

  /**
   * The model in a directory, of whatever kind it is.
   *
   * @throws UnusableModelException if no class on the class path knows its kind
   */
  public static Model<?> open(ModelDirectory directory) {
    String kind = directory.description().kind();
    List<String> known = new ArrayList<>();
    for (ModelKind one : ServiceLoader.load(ModelKind.class)) {
      if (one.name().equals(kind)) {
        return one.open(directory);
      }
      known.add(one.name());
    }
    throw new UnusableModelException(
        directory.where()
            + " holds a model of unknown kind \""
            + kind
            + "\", expected one of "
            + known);
  }
}
