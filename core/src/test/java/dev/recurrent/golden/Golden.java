package dev.recurrent.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recurrent.math.Matrix;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.testing.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A file of golden values, or a part of one. */
record Golden(String name, JsonNode node) {
  /** Norm-wise: float rounds at 6e-8 and our tanh is good to 5e-7, over seven steps and back. */
  static final double LIMIT = 1e-5;

  static Golden read(String name) throws IOException {
    String path = "/golden/" + name + ".json";
    try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream(path), path)) {
      Golden golden = new Golden(name, new ObjectMapper().readTree(in.readAllBytes()));
      assertFalse(golden.text("torch").isEmpty());
      return golden;
    }
  }

  Golden in(String key) {
    String full = name + "/" + key;
    return new Golden(full, Objects.requireNonNull(node.get(key), full));
  }

  Golden at(int index) {
    return new Golden(name + "/" + index, node.get(index));
  }

  String text(String key) {
    return in(key).node.asText();
  }

  int integer(String key) {
    return in(key).node.asInt();
  }

  double number(String key) {
    return in(key).node.asDouble();
  }

  int[] integers() {
    int[] values = new int[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).asInt();
    }
    return values;
  }

  double[] doubles() {
    double[] values = new double[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).asDouble();
    }
    return values;
  }

  float[] floats() {
    float[] values = new float[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) node.get(i).asDouble();
    }
    return values;
  }

  Matrix matrix(int rows, int columns) {
    assertEquals(rows * columns, node.size(), name);
    return Matrix.view(floats(), 0, rows, columns);
  }

  /** The values of every parameter of the layout, by name; there must be no others. */
  float[] parameters(ParameterLayout layout) {
    float[] flat = new float[layout.size()];
    assertEquals(layout.entries().size(), node.size(), name);
    for (ParameterLayout.Entry entry : layout.entries()) {
      layout.view(flat, entry.name()).copyFrom(in(entry.name()).matrix(entry));
    }
    return flat;
  }

  private Matrix matrix(ParameterLayout.Entry entry) {
    return matrix(entry.rows(), entry.columns());
  }

  void requireEqual(Matrix actual) {
    requireEqual(actual.toArray());
  }

  void requireEqual(float[] actual) {
    assertEquals(node.size(), actual.length, name);
    double difference = Numbers.relativeDifference(doubles(), actual);
    assertTrue(difference < LIMIT, () -> name + " differs by " + difference);
  }

  void requireEqual(double actual) {
    assertEquals(node.asDouble(), actual, LIMIT * Math.abs(node.asDouble()), name);
  }

  /** Every parameter by itself. */
  void requireEqual(ParameterLayout layout, float[] actual) {
    for (ParameterLayout.Entry entry : layout.entries()) {
      in(entry.name()).requireEqual(layout.view(actual, entry.name()));
    }
  }
}
