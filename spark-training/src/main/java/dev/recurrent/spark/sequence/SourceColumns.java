package dev.recurrent.spark.sequence;

import dev.recurrent.format.OptionalField;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table have the sequence that a model's encoder reads. A cell has the whole
 * sequence.
 *
 * @param features a column of rows of numbers, or null
 * @param tokens a column of arrays of token numbers, or null
 */
public record SourceColumns(
    @OptionalField @Nullable String features, @OptionalField @Nullable String tokens)
    implements Serializable {
  /** The columns by name, in the order that {@link SourceCell#of} reads them. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (String name : Arrays.asList(features, tokens)) {
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  /** The column that messages name. */
  String first() {
    return names().get(0);
  }
}
