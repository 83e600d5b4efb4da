package dev.recurrent.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.nn.Dropout;
import dev.recurrent.nn.cell.CellFactory;
import dev.recurrent.nn.recurrent.RecurrentConfig;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model's file names its cell. */
class CellNamesTest {
  private static RecurrentConfig read(String json) {
    return JsonObject.read(json.getBytes(StandardCharsets.UTF_8), "model.json")
        .as(RecurrentConfig.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LSTM", "GRU_RESET_BEFORE", "example.PeepholeLstm"})
  void aConfigurationIsReadAsItWasWritten(String cell) {
    RecurrentConfig config =
        RecurrentConfig.of(CellFactory.of(cell), 3, 4, 2).withDropout(0.5f, Dropout.Kind.EACH_STEP);
    String json = Json.line(config);
    assertTrue(json.contains("\"cell\":\"" + cell + "\""), json);
    assertEquals(config, read(json));
  }

  @Test
  void aCellThatIsNotOnTheClassPathIsNamed() {
    String json = Json.line(RecurrentConfig.of(CellFactory.of("LSTM"), 3, 4, 2));
    String message =
        assertThrows(
                UnusableModelException.class,
                () -> read(json.replace("LSTM", "example.NoSuchCell")))
            .getMessage();
    assertTrue(message.startsWith("model.json"), message);
    assertTrue(message.contains("cell is \"example.NoSuchCell\", expected rnn"), message);
  }
}
