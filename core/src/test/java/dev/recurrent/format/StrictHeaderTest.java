package dev.recurrent.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.recurrent.nn.ParameterLayout;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictHeaderTest {
  private static void requireRefused(String header, int values) {
    byte[] bytes = Refusals.safetensors(header, values);
    Refusals.requireRefused(() -> Safetensors.of(bytes, "weights"), "weights");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[4294967298]", "[18446744073709551618]", "[2.5]", "[\"2\"]", "[true,2]"})
  void sizesThatAreNoIntAreRefused(String shape) {
    requireRefused("{\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[0,8]}}", 8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0.5,8]", "[18446744073709551616,8]", "[\"0\",8]", "[null,8]"})
  void offsetsThatAreNoLongAreRefused(String offsets) {
    requireRefused("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":" + offsets + "}}", 8);
  }

  @Test
  void aNameTwiceIsRefused() {
    String entry = "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    requireRefused("{" + entry + "," + entry + "}", 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "7", "  ", "{} garbage", "{\"__metadata__\":7}"})
  void headersThatAreNoObjectAreRefused(String header) {
    requireRefused(header, 0);
  }

  @Test
  void emptyTensorsAreReadBackInAnyOrder() {
    Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", new Safetensors.Tensor(new int[] {0}, new float[0]));
    tensors.put("a", new Safetensors.Tensor(new int[] {1}, new float[] {1f}));
    Safetensors read = Safetensors.of(new Safetensors(tensors, Map.of()).toBytes(), "file");
    assertEquals(2, read.tensors().size());
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}";
    assertEquals(2, Safetensors.of(Refusals.safetensors(header, 4), "file").tensors().size());
  }

  @Test
  void theSameContentGivesTheSameBytesInEveryJvm() {
    Safetensors.Tensor one = new Safetensors.Tensor(new int[] {1}, new float[] {1f});
    byte[] bytes = new Safetensors(Map.of("a", one), Map.of()).toBytes();
    String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    assertEquals(header, new String(bytes, 8, header.length(), StandardCharsets.UTF_8));
  }

  @Test
  void parametersOfAnotherSizeAreNotWritten() {
    ParameterLayout layout = ParameterLayout.empty().with("weight", 2, 3);
    assertThrows(IllegalArgumentException.class, () -> ParameterFile.write(layout, new float[5]));
    assertThrows(IllegalArgumentException.class, () -> ParameterFile.write(layout, new float[7]));
  }

  @Test
  void aLaterManifestIsNamedByItsVersionWhateverElseItHolds() {
    byte[] later = Refusals.utf8("{\"formatVersion\":2,\"files\":[],\"signature\":\"x\"}");
    Refusals.requireRefused(() -> Manifest.read(later, "here"), "has format version 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{\"formatVersion\":1,\"files\":[{\"length\":2,\"sha256\":\"x\"}]}",
        "{\"formatVersion\":1,\"files\":[{\"name\":\"a\",\"length\":2}]}",
      })
  void aManifestWithHolesIsRefused(String text) {
    Refusals.requireRefused(
        () ->
            Manifest.read(Refusals.utf8(text), "here")
                .verify(Manifest.File.of("a", new byte[2]), "here"),
        "here");
  }
}
