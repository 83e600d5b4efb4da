package dev.recurrent.spark.sequence;

import dev.recurrent.spark.table.UnusableInputException;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/** What a column is for, and which of Spark's types serve. */
enum ColumnKind {
  /** Names sequences: equal cells have equal texts. */
  NAME("numbers, text, dates or times") {
    @Override
    boolean holds(DataType type) {
      return !nested(type);
    }
  },
  /** Orders the rows of a sequence. */
  ORDER("numbers, text, dates or times") {
    @Override
    boolean holds(DataType type) {
      return !(nested(type) || type instanceof BinaryType || type instanceof CalendarIntervalType);
    }
  },
  /** One number. */
  NUMBER("numbers") {
    @Override
    boolean holds(DataType type) {
      return number(type);
    }
  },
  /** One number or several. */
  NUMBERS("numbers, arrays of numbers or vectors") {
    @Override
    boolean holds(DataType type) {
      return number(type)
          || type.equals(SQLDataTypes.VectorType())
          || (type instanceof ArrayType array && number(array.elementType()));
    }
  },
  /** The rows of a whole sequence in one cell, cut into rows or end to end. */
  ROWS("arrays of arrays of numbers, arrays of vectors, arrays of numbers, vectors or numbers") {
    @Override
    boolean holds(DataType type) {
      return NUMBERS.holds(type)
          || (type instanceof ArrayType array && NUMBERS.holds(array.elementType()));
    }
  };

  private final String expected;

  ColumnKind(String expected) {
    this.expected = expected;
  }

  abstract boolean holds(DataType type);

  /**
   * @throws UnusableInputException naming a column whose type does not serve
   */
  void require(StructField column) {
    if (!holds(column.dataType())) {
      throw UnusableInputException.usage(
          "column \""
              + column.name()
              + "\" has cells of type "
              + column.dataType().simpleString()
              + ", expected "
              + expected);
    }
  }

  /** A column of nothing but empty cells has no type of its own; its cells are refused. */
  private static boolean number(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType || type instanceof NullType;
  }

  private static boolean nested(DataType type) {
    return type instanceof ArrayType
        || type instanceof MapType
        || type instanceof StructType
        || type instanceof UserDefinedType<?>;
  }
}
