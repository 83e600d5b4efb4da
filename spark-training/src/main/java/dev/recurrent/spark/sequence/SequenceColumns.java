package dev.recurrent.spark.sequence;

import dev.recurrent.format.OptionalField;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table are what.
 *
 * @param sequence names the sequence a row belongs to
 * @param order sorts the rows of a sequence
 * @param features columns of numbers, or one column of arrays or vectors of numbers
 * @param tokens a column of token numbers, or null
 * @param label what the network should answer, or null
 * @param labelEachStep whether each row has a label of its own
 * @param weight of a sequence's loss, or null
 */
public record SequenceColumns(
    String sequence,
    String order,
    List<String> features,
    @OptionalField @Nullable String tokens,
    @OptionalField @Nullable String label,
    boolean labelEachStep,
    @OptionalField @Nullable String weight)
    implements Serializable {
  /** Nothing but the two columns that every table needs. */
  static SequenceColumns of(String sequence, String order) {
    return new SequenceColumns(sequence, order, List.of(), null, null, false, null);
  }

  /** The columns by name, in the order that {@link SequenceStep#of} reads them. */
  List<String> names() {
    List<String> names = new ArrayList<>(List.of(sequence, order));
    names.addAll(features);
    for (String name : Arrays.asList(tokens, label, weight)) {
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  /**
   * The table with these columns alone.
   *
   * @throws UnusableInputException naming a column that is not there
   */
  Dataset<Row> select(Dataset<Row> table) {
    List<String> there = Arrays.asList(table.columns());
    List<Column> columns = new ArrayList<>();
    for (String name : names()) {
      if (!there.contains(name)) {
        throw UnusableInputException.usage(
            "there is no column \"" + name + "\"; the table has " + there);
      }
      columns.add(functions.col("`" + name.replace("`", "``") + "`"));
    }
    return table.select(columns.toArray(new Column[0]));
  }

  /** The same without labels and weights: what a trained model reads. */
  SequenceColumns inputs() {
    return new SequenceColumns(sequence, order, features, tokens, null, false, null);
  }
}
