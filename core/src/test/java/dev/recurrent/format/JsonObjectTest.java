package dev.recurrent.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonObjectTest {
  private static final String WHOLE =
      "{\"layers\":2,\"dropout\":0.1,\"tied\":true,\"kind\":\"SMALL\",\"labels\":[\"a\",\"b\"],"
          + "\"part\":{\"size\":3}}";

  private enum Kind {
    SMALL,
    LARGE
  }

  private record Part(int size) {
    private Part {
      if (size < 1) {
        throw new IllegalArgumentException("size is " + size + ", expected at least 1");
      }
    }
  }

  private record Sizes(
      int layers,
      float dropout,
      boolean tied,
      Kind kind,
      List<String> labels,
      Part part,
      @OptionalField @Nullable Double best) {}

  private static Sizes read(String text) {
    return JsonObject.read(Refusals.utf8(text), "model.json").as(Sizes.class);
  }

  @Test
  void aRecordIsReadBack() {
    Sizes sizes = read(WHOLE);
    assertEquals(new Sizes(2, 0.1f, true, Kind.SMALL, List.of("a", "b"), new Part(3), null), sizes);
    assertEquals(sizes, JsonObject.read(Json.document(sizes), "model.json").as(Sizes.class));
    assertNull(read(WHOLE.replace("}}", "},\"best\":null}")).best());
    assertEquals(Double.NaN, read(WHOLE.replace("}}", "},\"best\":\"NaN\"}")).best());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"layers\":2  | \"layers\":1.5          | layers is 1.5, expected a whole number",
        "\"layers\":2  | \"layers\":2.0          | layers is 2.0, expected a whole number",
        "\"layers\":2  | \"layers\":\"2\"        | layers is \"2\", expected a whole number",
        "\"layers\":2  | \"layers\":null         | layers is null, expected a whole number",
        "\"layers\":2  | \"layers\":true         | layers is true, expected a whole number",
        "\"layers\":2  | \"layers\":4294967298   | layers is 4294967298, expected a whole number",
        "\"layers\":2, | ~~                      | model.json has no field \"layers\"",
        "\"layers\":2  | \"layers\":2,\"size\":1 | model.json has an unknown field \"size\"",
        "\"layers\":2  | \"layers\":2,\"layers\":2 | model.json is not JSON: it has the"
            + " field \"layers\" twice at column ",
        "\"layers\":2  | \"layers\":}            | model.json is not JSON: it has \"}\" at column",
        "\"layers\":2  | \"layers\":two          | model.json is not JSON: it has \"two\" at",
        "\"layers\":2  | \"layers\":2 /*         | model.json is not JSON: it has \"/\" at",
        "\"a\"         | \"a                      | model.json is not JSON: it ",
        "\"SMALL\"     | 0                       | kind is 0, expected one of [SMALL, LARGE]",
        "\"SMALL\"     | \"small\"               | kind is \"small\", expected one of",
        "\"SMALL\"     | null                    | kind is null, expected one of",
        "true          | 1                       | tied is 1, expected true or false",
        "true          | \"true\"                | tied is \"true\", expected true or false",
        "0.1           | \"0.1\"                 | dropout is \"0.1\", expected a number",
        "\"a\",        | 7,                      | labels[0] is 7, expected a string",
        "\"a\",        | null,                   | labels[0] is null, expected a string",
        "[\"a\",\"b\"] | \"a\"                   | labels is \"a\", expected a list",
        "{\"size\":3}  | 3                       | part is 3, expected an object",
        "\"size\":3    | \"size\":0              | part: size is 0, expected at least 1",
      })
  void aFieldThatIsNotAsItShouldBeIsNamed(String from, String to, String message) {
    Refusals.requireRefused(() -> read(WHOLE.replace(from, to)), message);
  }

  @Test
  void fieldsAreReadByTheirType() {
    JsonObject object = JsonObject.read(Refusals.utf8("{\"a\":\"x\",\"n\":3}"), "file");
    assertEquals("x", object.text("a"));
    assertEquals(3, object.longInteger("n"));
    assertEquals(Map.of("a", "x", "n", 3), object.values());
    Refusals.requireRefused(object::texts, "file: n is 3, expected a string");
    Refusals.requireRefused(() -> object.text("b"), "file has no field \"b\"");
    Refusals.requireRefused(() -> object.object("a"), "file: a is \"x\", expected an object");
    Refusals.requireRefused(() -> JsonObject.read(Refusals.utf8("[]"), "file"), "file is a list");
    Refusals.requireRefused(
        () -> JsonObject.readList(Refusals.utf8("[{},1]"), "file"), "file[1] is 1, expected");
  }
}
