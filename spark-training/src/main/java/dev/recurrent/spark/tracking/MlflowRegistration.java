package dev.recurrent.spark.tracking;

import dev.recurrent.format.UnusableModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A new version of a model in MLflow's registry, and the alias that names it from now on.
 *
 * @param model its name there; it is created if it is missing
 * @param place of the published model, a URI
 * @param tags of the version
 */
public record MlflowRegistration(String model, String place, Map<String, String> tags) {
  /** By which a program finds the version in use: {@code models:/NAME@champion}. */
  static final String ALIAS = "champion";

  private static final String MODELS = "mlflow/registered-models/";

  /** Where a server lets nobody point: it could be any file of its own machine. */
  private static final String LOCAL = "file:";

  /**
   * Registers.
   *
   * @param run by which the model was made
   * @param artifacts of the run, a URI
   * @return the version's number, as the server has it
   */
  String carryOut(MlflowClient client, String run, String artifacts)
      throws IOException, InterruptedException {
    try {
      client.post(MODELS + "create", Map.of("name", model));
    } catch (MlflowException e) {
      if (!e.code().equals("RESOURCE_ALREADY_EXISTS")) {
        throw e;
      }
    }
    List<Object> own = new ArrayList<>();
    own.add(Map.of("key", "recurrent.model", "value", place));
    tags.forEach((key, value) -> own.add(Map.of("key", key, "value", value)));
    Map<String, Object> version = new LinkedHashMap<>();
    version.put("name", model);
    version.put("source", place.startsWith(LOCAL) ? artifacts : place);
    version.put("run_id", run);
    version.put("tags", own);
    String number;
    try {
      number =
          client
              .post("mlflow/model-versions/create", version)
              .object("model_version")
              .text("version");
    } catch (UnusableModelException e) {
      throw MlflowRun.unexpected(e);
    }
    client.post(MODELS + "alias", Map.of("name", model, "alias", ALIAS, "version", number));
    return number;
  }
}
