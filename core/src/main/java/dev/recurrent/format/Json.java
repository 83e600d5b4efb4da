package dev.recurrent.format;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON as our files have it: written from maps and records, read by {@link JsonObject}. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxStringLength(1 << 20)
                          .maxNumberLength(64)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(new CellNames())
          .addModule(new OpenRecords())
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public @Nullable Boolean hasAsValue(Annotated method) {
                  return method.hasAnnotation(ToJson.class)
                      ? Boolean.TRUE
                      : super.hasAsValue(method);
                }
              })
          // Fields of records that are null are left out; a map's are written.
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private Json() {}

  /** One value on one line; maps in the order they iterate in. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw refusal(value, e);
    }
  }

  /** One value, indented, ended by a newline. */
  public static byte[] document(Object value) {
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw refusal(value, e);
    }
  }

  /** A part that cannot be stored says so itself; Jackson wraps that. */
  private static IllegalArgumentException refusal(Object value, JsonProcessingException e) {
    Throwable cause = e.getCause();
    return new IllegalArgumentException(
        cause instanceof IllegalArgumentException
            ? String.valueOf(cause.getMessage())
            : "no JSON for " + value.getClass(),
        e);
  }

  /**
   * @throws UnusableModelException if it is not JSON; {@code name} says which file
   */
  static JsonNode read(byte[] bytes, String name) {
    try {
      return MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new UnusableModelException(name + " is not JSON: it " + JsonFault.of(e), e);
    } catch (IOException e) {
      throw new UnusableModelException(name + " is not JSON: it is not UTF-8", e);
    }
  }

  /** A node's value in Java's own types. */
  static Object plain(JsonNode node) {
    return MAPPER.convertValue(node, Object.class);
  }
}
