package dev.recurrent.spark.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Rows of blocks, one after the other. */
final class TextRowIterator implements Iterator<Row> {
  private final TextRows rows;
  private final Iterator<TextBlock> blocks;
  private final int[] chosen;
  private final RowPlaces places;
  private final Configuration hadoop;
  private final List<String> columns;
  private int[] positions = new int[0];
  private @Nullable TextBlock block;
  private @Nullable CsvRecords records;
  private @Nullable JsonRecords objects;
  private @Nullable Row ready;
  private long place;

  TextRowIterator(
      TextRows rows,
      Iterator<TextBlock> blocks,
      int[] chosen,
      RowPlaces places,
      Configuration hadoop) {
    this.rows = rows;
    this.blocks = blocks;
    this.chosen = chosen;
    this.places = places;
    this.hadoop = hadoop;
    this.columns = rows.columns();
  }

  @Override
  public boolean hasNext() {
    try {
      while (ready == null && (block != null || open())) {
        ready = read();
        if (ready == null) {
          close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnusableInputException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith("a record") && block != null
          ? new UnusableInputException(places.where(place) + ": " + message)
          : e;
    }
    return ready != null;
  }

  @Override
  public Row next() {
    Row row = hasNext() ? ready : null;
    if (row == null) {
      throw new NoSuchElementException();
    }
    ready = null;
    return row;
  }

  private boolean open() throws IOException {
    while (blocks.hasNext()) {
      TextBlock next = blocks.next();
      if (next.rows > 0) {
        block = next;
        place = next.firstPlace;
        if (rows.json()) {
          objects = JsonRecords.of(next, hadoop);
        } else {
          records = rows.records(next, hadoop);
          positions = rows.positions(chosen, next.number);
        }
        return true;
      }
    }
    return false;
  }

  private void close() throws IOException {
    if (records != null) {
      records.close();
    }
    if (objects != null) {
      objects.close();
    }
    records = null;
    objects = null;
    block = null;
  }

  private @Nullable Row read() throws IOException {
    if (objects != null && block != null) {
      return objects.next() ? object(objects, block.number) : null;
    }
    if (records == null || block == null || !records.next()) {
      return null;
    }
    List<@Nullable String> cells = records.cells();
    @Nullable Object[] row = new Object[chosen.length + 2];
    for (int k = 0; k < chosen.length; k++) {
      int at = positions[k];
      row[k] =
          at < 0 ? rows.inPath(chosen[k], block.number) : at < cells.size() ? cells.get(at) : null;
    }
    return placed(row, rows.fault(cells, block.number));
  }

  private Row object(JsonRecords read, int file) {
    @Nullable Object[] row = new Object[chosen.length + 2];
    for (int k = 0; k < chosen.length; k++) {
      String cell = read.cells().value(columns.get(chosen[k]));
      row[k] = cell == null ? rows.inPath(chosen[k], file) : cell;
    }
    return placed(row, read.fault().isEmpty() ? null : read.fault());
  }

  private Row placed(@Nullable Object[] row, @Nullable String fault) {
    row[row.length - 2] = place++;
    row[row.length - 1] = fault;
    return RowFactory.create(row);
  }
}
