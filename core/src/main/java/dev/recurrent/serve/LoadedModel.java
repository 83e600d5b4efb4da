package dev.recurrent.serve;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** A model at work, and which one it is. */
final class LoadedModel {
  private final ServedKind kind;
  private final String where;
  private final String manifest;
  private final ServedModel<Object> model;

  private LoadedModel(ServedKind kind, String where, String manifest, ServedModel<Object> model) {
    this.kind = kind;
    this.where = where;
    this.manifest = manifest;
    this.model = model;
  }

  /**
   * Loads the model of a directory, or the newest of a registry.
   *
   * @throws UnusableModelException if it is none, is damaged, or no class serves its kind
   */
  static LoadedModel open(Path path) {
    ModelDirectory directory = ModelDirectory.local(path);
    TreeMap<String, ServedKind> kinds = new TreeMap<>();
    ServiceLoader.load(ServedKind.class).forEach(kind -> kinds.put(kind.kind(), kind));
    String name = directory.description().kind();
    ServedKind kind = kinds.get(name);
    if (kind == null) {
      throw new UnusableModelException(
          directory.where()
              + " holds a model of kind \""
              + name
              + "\", and only these can be served: "
              + String.join(", ", kinds.keySet()));
    }
    // It gets no other requests than those that it has parsed itself.
    @SuppressWarnings("unchecked")
    ServedModel<Object> model = (ServedModel<Object>) kind.open(directory);
    return new LoadedModel(kind, directory.where(), identity(directory), model);
  }

  private static String identity(ModelDirectory directory) {
    return directory.where() + new String(directory.manifest().toBytes(), StandardCharsets.UTF_8);
  }

  /** Whether the directory, or the registry, now has another model. */
  boolean isOutdated(Path path) {
    return !identity(ModelDirectory.local(path)).equals(manifest);
  }

  String kind() {
    return kind.kind();
  }

  /** The path that answers. */
  String path() {
    return "/v1/" + kind.verb();
  }

  /** The model's directory. */
  String where() {
    return where;
  }

  String usage() {
    String stream =
        "stream, true for an answer in parts: a JSON object on each line, the last is the"
            + " answer.\n";
    return model.usage().strip() + "\n" + (streams() ? stream : "");
  }

  Object parse(RequestFields request) {
    return model.parse(request);
  }

  boolean streams() {
    return model.streams();
  }

  List<?> answer(List<Object> requests, AnswerParts parts) {
    return model.answer(requests, parts);
  }
}
