package dev.recurrent.spark.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowSettingsTest {
  private static final String URI = "MLFLOW_TRACKING_URI";

  @Test
  void theOptionWinsOverTheEnvironment() {
    Map<String, String> environment =
        Map.of(URI, "http://a:1/", "MLFLOW_EXPERIMENT_NAME", "e", "MLFLOW_RUN_NAME", "r");
    MlflowSettings settings = MlflowSettings.of(null, environment);
    assertEquals("http://a:1", settings.toString());
    assertEquals("e", settings.experiment());
    assertEquals("r", settings.runName());
    assertEquals("https://b/path", MlflowSettings.of("https://b/path//", environment).toString());
    assertNull(MlflowSettings.of("off", environment));
    assertNull(MlflowSettings.of(null, Map.of()));
    assertNull(MlflowSettings.of(null, Map.of(URI, " ")));
  }

  @Test
  void aTokenOrAUserStandInTheHeaderAndNowhereElse() {
    MlflowSettings token = MlflowSettings.of("http://a", Map.of("MLFLOW_TRACKING_TOKEN", "secret"));
    assertEquals("Bearer secret", token.authorization());
    MlflowSettings user =
        MlflowSettings.of(
            "http://a",
            Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", "secret"));
    assertEquals("Basic bWU6c2VjcmV0", user.authorization());
    MlflowSettings inAddress = MlflowSettings.of("http://me:secret@a:5/x", Map.of());
    assertEquals("Basic bWU6c2VjcmV0", inAddress.authorization());
    assertEquals("http://a:5/x", inAddress.server().toString());
    assertFalse((token + "" + user + inAddress).contains("secret"));
  }

  @Test
  void aTokenFromAFileMayEndWithALineBreak() {
    MlflowSettings token =
        MlflowSettings.of("http://a", Map.of("MLFLOW_TRACKING_TOKEN", "secret\n"));
    assertEquals("Bearer secret", token.authorization());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sec ret", "sec\nret", "s\u00e9cret"})
  void aTokenThatNoHeaderCanHaveIsRefusedAndNotShown(String token) {
    String message = refused("http://a", Map.of("MLFLOW_TRACKING_TOKEN", token));
    assertTrue(message.startsWith("MLFLOW_TRACKING_TOKEN has a space"), message);
    assertFalse(message.contains(token), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://me:sec/ret@host:5000", "http://me:sec\"ret@host", "ftp://a:secret@b"})
  void aPasswordInAnAddressThatIsRefusedIsNotShown(String address) {
    String message = refused(address, Map.of());
    assertTrue(message.contains("://***@"), message);
    assertFalse(message.contains("sec"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://mlflow_server:5000", "https://me:secret@a_b/x"})
  void aHostWithAnUnderscoreIsRefusedWithTheReason(String address) {
    assertTrue(refused(address, Map.of()).contains("no host names with an underscore"));
    assertTrue(refused(null, Map.of(URI, address)).contains(URI + " is"));
  }

  private static String refused(@Nullable String option, Map<String, String> environment) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> MlflowSettings.of(option, environment))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"databricks", "file:///tmp/mlruns", "sqlite:///x", "http://", "a b", "x"})
  void anAddressOfNoServerIsNamed(String address) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> MlflowSettings.of(address, Map.of()));
    assertTrue(refused.getMessage().startsWith("--mlflow is \"" + address), refused.getMessage());
  }
}
