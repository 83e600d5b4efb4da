package dev.recurrent.spark.sequence;

import dev.recurrent.format.OptionalField;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
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
 * @param source what a model's encoder reads, or null
 */
public record SequenceColumns(
    String sequence,
    String order,
    List<String> features,
    @OptionalField @Nullable String tokens,
    @OptionalField @Nullable String label,
    boolean labelEachStep,
    @OptionalField @Nullable String weight,
    @OptionalField @Nullable SourceColumns source)
    implements Serializable {
  /** Nothing but the two columns that every table needs. */
  static SequenceColumns of(String sequence, String order) {
    return new SequenceColumns(sequence, order, List.of(), null, null, false, null, null);
  }

  SequenceColumns withSequence(String column) {
    return new SequenceColumns(
        column, order, features, tokens, label, labelEachStep, weight, source);
  }

  SequenceColumns withOrder(String column) {
    return new SequenceColumns(
        sequence, column, features, tokens, label, labelEachStep, weight, source);
  }

  SequenceColumns withFeatures(List<String> names) {
    return new SequenceColumns(
        sequence, order, names, tokens, label, labelEachStep, weight, source);
  }

  SequenceColumns withTokens(String column) {
    return new SequenceColumns(
        sequence, order, features, column, label, labelEachStep, weight, source);
  }

  SequenceColumns withLabel(@Nullable String column, boolean eachStep) {
    return new SequenceColumns(sequence, order, features, tokens, column, eachStep, weight, source);
  }

  SequenceColumns withWeight(@Nullable String column) {
    return new SequenceColumns(
        sequence, order, features, tokens, label, labelEachStep, column, source);
  }

  SequenceColumns withSource(SourceColumns columns) {
    return new SequenceColumns(
        sequence, order, features, tokens, label, labelEachStep, weight, columns);
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
    names.addAll(source == null ? List.of() : source.names());
    return names;
  }

  /**
   * The table with these columns alone.
   *
   * @throws UnusableInputException naming a column that is not there, or whose type cannot be used
   */
  Dataset<Row> select(Dataset<Row> table) {
    List<String> there = Arrays.asList(table.columns());
    List<Column> columns = new ArrayList<>();
    for (String name : names()) {
      int count = Collections.frequency(there, name);
      if (count != 1) {
        throw UnusableInputException.usage(
            (count == 0 ? "there is no column \"" : "there are " + count + " columns \"")
                + name
                + "\"; the table has "
                + there);
      }
      columns.add(quoted(name));
    }
    Dataset<Row> selected = table.select(columns.toArray(new Column[0]));
    requireTypes(selected.schema().fields());
    return selected;
  }

  /** The column of a name that may have dots, spaces or backticks in it. */
  static Column quoted(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** How many numbers a step has, or -1 where arrays or vectors say so row by row. */
  int width(Dataset<Row> selected) {
    StructField[] fields = selected.schema().fields();
    for (int i = 0; i < features.size(); i++) {
      if (!ColumnKind.NUMBER.holds(fields[2 + i].dataType())) {
        return -1;
      }
    }
    return features.size();
  }

  private void requireTypes(StructField[] fields) {
    ColumnKind.NAME.require(fields[0]);
    ColumnKind.ORDER.require(fields[1]);
    int at = 2;
    for (int i = 0; i < features.size(); i++) {
      ColumnKind.NUMBERS.require(fields[at++]);
    }
    if (tokens != null) {
      ColumnKind.NUMBER.require(fields[at++]);
    }
    if (label != null) {
      ColumnKind.NUMBERS.require(fields[at++]);
    }
    if (weight != null) {
      ColumnKind.NUMBER.require(fields[at++]);
    }
    if (source != null && source.features() != null) {
      ColumnKind.ROWS.require(fields[at++]);
    }
    if (source != null && source.tokens() != null) {
      ColumnKind.NUMBERS.require(fields[at]);
    }
  }

  /** The columns by what they are for, as the settings of a run. */
  Map<String, String> describe() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("sequence", sequence);
    settings.put("order", order);
    settings.put("features", features.toString());
    settings.put("tokens", String.valueOf(tokens));
    settings.put(labelEachStep ? "labels" : "label", String.valueOf(label));
    settings.put("weight", String.valueOf(weight));
    if (source != null) {
      settings.put("source-features", String.valueOf(source.features()));
      settings.put("source-tokens", String.valueOf(source.tokens()));
    }
    return settings;
  }

  /** The same without labels and weights: what a trained model reads. */
  SequenceColumns inputs() {
    return withLabel(null, false).withWeight(null);
  }
}
