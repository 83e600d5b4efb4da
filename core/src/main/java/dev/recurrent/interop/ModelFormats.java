package dev.recurrent.interop;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** Every format on the class path. */
public final class ModelFormats {
  private ModelFormats() {}

  /**
   * What reads a format.
   *
   * @throws IllegalArgumentException listing the formats that can be read
   */
  public static ModelImporter importer(String format) {
    List<String> known = new ArrayList<>();
    for (ModelImporter one : ServiceLoader.load(ModelImporter.class)) {
      if (one.format().equals(format)) {
        return one;
      }
      known.add(one.format());
    }
    throw unknown(format, "read", known);
  }

  /**
   * What writes models of a kind in a format.
   *
   * @param kind as {@code model.json} names it
   * @throws IllegalArgumentException listing the formats that models of the kind can be written in
   */
  public static ModelExporter exporter(String format, String kind) {
    List<String> known = new ArrayList<>();
    for (ModelExporter one : ServiceLoader.load(ModelExporter.class)) {
      if (one.kind().equals(kind)) {
        if (one.format().equals(format)) {
          return one;
        }
        known.add(one.format());
      }
    }
    throw unknown(format, "written for a model of kind \"" + kind + "\"", known);
  }

  /** Plain names of all files that exporters write. */
  public static Set<String> exportedNames() {
    Set<String> names = new TreeSet<>();
    for (ModelExporter one : ServiceLoader.load(ModelExporter.class)) {
      names.addAll(one.names());
    }
    return names;
  }

  private static IllegalArgumentException unknown(String format, String verb, List<String> known) {
    String formats = known.stream().sorted().collect(joining(", "));
    return new IllegalArgumentException(
        "format \"" + format + "\" cannot be " + verb + ", expected " + formats(formats));
  }

  private static String formats(String known) {
    return known.isEmpty() ? "another kind of model: this one has no other format" : known;
  }
}
