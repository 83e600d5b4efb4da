package dev.recurrent.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON as our files have it: strict limits on reading, no types named in the data. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxStringLength(1 << 20)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(new CellNames())
          .build();

  private Json() {}

  /** One value on one line; maps in the order they iterate in. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for " + value.getClass(), e);
    }
  }

  /** One value, indented, ended by a newline. */
  public static byte[] document(Object value) {
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON for " + value.getClass(), e);
    }
  }

  /**
   * @throws UnusableModelException if it is not JSON; {@code name} says which file
   */
  public static JsonNode read(byte[] bytes, String name) {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new UnusableModelException(name + " is not JSON: " + firstLine(e), e);
    }
  }

  /**
   * @throws UnusableModelException if it is not JSON of that type; {@code name} says which file
   */
  public static <T> T read(byte[] bytes, Class<T> type, String name) {
    try {
      return MAPPER.readValue(bytes, type);
    } catch (IOException e) {
      throw new UnusableModelException(name + " is not readable: " + firstLine(e), e);
    }
  }

  /**
   * @throws UnusableModelException if the value is not of that type; {@code name} says which
   */
  public static <T> T convert(JsonNode node, Class<T> type, String name) {
    try {
      return MAPPER.treeToValue(node, type);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new UnusableModelException(name + " is not readable: " + firstLine(e), e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
