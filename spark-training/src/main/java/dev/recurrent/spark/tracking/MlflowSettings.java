package dev.recurrent.spark.tracking;

import dev.recurrent.format.Redaction;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which MLflow server a run is tracked by, and as whom.
 *
 * @param server its address, without user and without a slash at the end
 * @param authorization the header's value; null where the server asks for none
 * @param experiment by name, null for that of the task
 * @param runName null for one that the server chooses
 */
public record MlflowSettings(
    URI server,
    @Nullable String authorization,
    @Nullable String experiment,
    @Nullable String runName) {
  /** What {@code --mlflow} is where the environment is not to count. */
  public static final String OFF = "off";

  /**
   * An option wins over the environment variable {@code MLFLOW_TRACKING_URI}. The rest comes from
   * {@code MLFLOW_EXPERIMENT_NAME}, {@code MLFLOW_RUN_NAME}, {@code MLFLOW_TRACKING_TOKEN}, {@code
   * MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}.
   *
   * @param option the value of {@code --mlflow}, or null
   * @return null where nothing is to be tracked
   * @throws IllegalArgumentException if the address is no http or https URL
   */
  public static @Nullable MlflowSettings of(
      @Nullable String option, Map<String, String> environment) {
    String address = option == null ? value(environment, "MLFLOW_TRACKING_URI") : option;
    if (address == null || address.equals(OFF)) {
      return null;
    }
    String name = option == null ? "MLFLOW_TRACKING_URI" : "--mlflow";
    URI given = parsed(name, address);
    String path = given.getRawPath() == null ? "" : given.getRawPath().replaceFirst("/+$", "");
    String host = given.getRawAuthority().replaceFirst("^.*@", "");
    return new MlflowSettings(
        URI.create(given.getScheme() + "://" + host + path),
        authorization(given.getUserInfo(), environment),
        value(environment, "MLFLOW_EXPERIMENT_NAME"),
        value(environment, "MLFLOW_RUN_NAME"));
  }

  private static URI parsed(String name, String address) {
    try {
      URI uri = URI.create(address);
      String scheme = String.valueOf(uri.getScheme());
      if (scheme.matches("(?i)https?") && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException noAddress) {
      // Said below.
    }
    // Whatever stands before the last @ may be a password that was not encoded.
    String shown = Redaction.of(address.replaceFirst("(?<=://).*@", "***@"));
    throw new IllegalArgumentException(
        name
            + " is \""
            + shown
            + "\", expected the http or https address of an MLflow server"
            + (shown.matches("(?i)https?://(\\*\\*\\*@)?[^/:]*_.*")
                ? "; Java knows no host names with an underscore: use another name, or the number"
                : "")
            + ", or --mlflow "
            + OFF);
  }

  private static @Nullable String authorization(
      @Nullable String userInfo, Map<String, String> environment) {
    String token = value(environment, "MLFLOW_TRACKING_TOKEN");
    String user = value(environment, "MLFLOW_TRACKING_USERNAME");
    String password = value(environment, "MLFLOW_TRACKING_PASSWORD");
    String both =
        userInfo != null
            ? userInfo
            : user == null ? null : user + ":" + (password == null ? "" : password);
    if (both != null) {
      byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }
    if (token != null && !token.matches("[\\x21-\\x7e]+")) {
      throw new IllegalArgumentException(
          "MLFLOW_TRACKING_TOKEN has a space or a character that is not ASCII, expected a token");
    }
    return token == null ? null : "Bearer " + token;
  }

  private static @Nullable String value(Map<String, String> environment, String name) {
    // A secret that comes from a file often has the file's last line break.
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    return server.toString();
  }
}
