package dev.recurrent.nn.cell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;

/** A cell as a model's file holds it: the name of its class alone. */
final class StoredCell {
  private static final String ADVICE =
      "; make it a public record of (int inputSize, int hiddenSize) alone, and other values"
          + " constants of its class";

  private StoredCell() {}

  /**
   * @throws IllegalArgumentException unless the factory's name gives the factory's cell
   */
  static void require(CellFactory factory) {
    Cell own = factory.cell(1, 1);
    String refusal = "cell " + own.getClass().getName() + " cannot be stored in a model's file: ";
    Cell found;
    try {
      found = CellFactory.of(factory.name()).cell(1, 1);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          refusal + "no public constructor (int inputSize, int hiddenSize) makes it" + ADVICE, e);
    }
    if (!same(own, found)) {
      throw new IllegalArgumentException(
          refusal + "it is " + own + ", and its two sizes alone give " + found + ADVICE);
    }
  }

  /** A class that is no record need not have equals: equal fields are the same cell. */
  private static boolean same(Cell own, Cell found) {
    return own.equals(found)
        || (own.getClass().getName().equals(found.getClass().getName())
            && Arrays.equals(bytes(own), bytes(found)));
  }

  private static byte[] bytes(Cell cell) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(cell);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cell " + cell.getClass().getName() + " cannot be serialized: " + e, e);
    }
    return bytes.toByteArray();
  }
}
