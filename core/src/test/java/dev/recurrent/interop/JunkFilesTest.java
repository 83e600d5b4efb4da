package dev.recurrent.interop;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.testing.OwnWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file's first bytes and its length say whether the rest of it is worth reading. */
class JunkFilesTest {
  private static final long LARGE = 3L << 30;

  private static String refusal(String format, byte[] bytes, long length) {
    FileBeginning file = new FileBeginning(bytes, length, "f");
    ModelImporter importer = ModelFormats.importer(format);
    String message =
        assertThrows(UnusableModelException.class, () -> importer.requireFormat(file)).getMessage();
    OwnWords.require(message);
    return message;
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras", "pytorch", "dl4j", "onnx"})
  void whatBeginsUnlikeTheFormatIsRefusedAtItsFirstBytes(String format) {
    String zeros = refusal(format, new byte[FileBeginning.BYTES], LARGE);
    assertTrue(zeros.startsWith("f begins with the bytes 00 00 00 00"), zeros);
    String text = refusal(format, "hello world, this".getBytes(StandardCharsets.UTF_8), LARGE);
    assertTrue(text.contains("68 65 6c 6c 6f"), text);
    assertTrue(refusal(format, new byte[0], 0).startsWith("f is empty, expected "));
    assertTrue(refusal(format, new byte[] {1}, 1).contains("bytes 01, expected "));
  }

  @ParameterizedTest
  @CsvSource({
    "keras, keras/keras2.h5",
    "keras, keras/keras2.keras",
    "pytorch, pytorch/forecaster-gru.pt",
    "pytorch, pytorch/language-model.safetensors"
  })
  void whatTheFormatsProgramsWriteBeginsAsItShould(String format, String name) throws IOException {
    String path = "/golden/" + name;
    try (InputStream in =
        Objects.requireNonNull(JunkFilesTest.class.getResourceAsStream(path), path)) {
      byte[] file = in.readAllBytes();
      FileBeginning beginning = FileBeginning.of(file, name);
      assertEquals(FileBeginning.BYTES, beginning.known());
      assertDoesNotThrow(() -> ModelFormats.importer(format).requireFormat(beginning));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "08 08 12 09, 1000, true", // version of the format
    "3a 80 08, 2000, true", // a graph of 1024 bytes
    "3a 80 08, 1000, false", // where there are fewer
    "42 02 10 11, 4, true", // operator set 17
    "a2 01 00, 1000, true", // training
    "0a 03 61 62 63, 1000, false", // bytes where a number stands
    "48 01, 1000, false", // a field that ONNX has not
    "3a ff ff ff ff ff ff ff ff ff 01, 1000, false" // a length below zero
  })
  void aGraphBeginsWithAFieldThatItsFileHolds(String bytes, long length, boolean fits) {
    byte[] beginning = HexFormat.ofDelimiter(" ").parseHex(bytes);
    if (fits) {
      FileBeginning file = new FileBeginning(beginning, length, "f");
      assertDoesNotThrow(() -> ModelFormats.importer("onnx").requireFormat(file));
    } else {
      refusal("onnx", beginning, length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"50 4b 03 04", "89 48 44 46 0d 0a 1a 0a"})
  void aKerasFileBeyondItsLimitIsRefusedByItsLength(String bytes) {
    byte[] beginning = HexFormat.ofDelimiter(" ").parseHex(bytes);
    String message = refusal("keras", beginning, LARGE);
    assertEquals("f has 3,221,225,472 bytes, expected at most 1,073,741,824", message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"80 02 8a 0a"})
  void anOldPickleSaysHowToSaveItAgain(String bytes) {
    String message = refusal("pytorch", HexFormat.ofDelimiter(" ").parseHex(bytes), LARGE);
    assertTrue(message.contains("before PyTorch 1.6"), message);
  }
}
