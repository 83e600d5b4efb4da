package dev.recurrent.report;

import java.util.List;
import java.util.Objects;

/** A heading with the blocks under it, in order. */
public record Section(String heading, List<Block> blocks) {

  public Section {
    Objects.requireNonNull(heading);
    blocks = List.copyOf(blocks);
  }

  /** A section of the given blocks. */
  public static Section of(String heading, Block... blocks) {
    return new Section(heading, List.of(blocks));
  }
}
