package dev.recurrent.nlp.translation.job;

import dev.recurrent.nlp.corpus.NumberedLines;
import dev.recurrent.spark.job.JobException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Where source and target stand in lines of tab-separated text. */
final class TabColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int source;
  private final int target;
  private final String header;

  private TabColumns(int source, int target, String header) {
    this.source = source;
    this.target = target;
    this.header = header;
  }

  /**
   * @param columns two positions from 1, or two names of the first line
   * @throws JobException if the first line has no such columns
   */
  static TabColumns of(String[] columns, NumberedLines lines, String input) {
    List<String> first = lines.all().take(1);
    String line = first.isEmpty() ? "" : first.get(0);
    List<String> cells = List.of(line.split("\t", -1));
    boolean numbers = columns[0].matches("\\d+") && columns[1].matches("\\d+");
    int[] places = new int[2];
    for (int i = 0; i < 2; i++) {
      places[i] = numbers ? Integer.parseInt(columns[i]) - 1 : cells.indexOf(columns[i]);
      if (places[i] < 0 || places[i] >= cells.size()) {
        throw JobException.badInput(
            "column \""
                + columns[i]
                + "\" is not in "
                + input
                + ", whose first line has "
                + cells.size()
                + " tab-separated columns; give positions from 1, or names of that line");
      }
    }
    return new TabColumns(places[0], places[1], numbers ? "" : line);
  }

  /** Whether the first line of a file has names. */
  boolean named() {
    return !header.isEmpty();
  }

  /** The pairs of neighbouring lines; a line with too few columns has an empty side. */
  List<PairText> pairs(NumberedLines.Lines lines) {
    List<PairText> pairs = new ArrayList<>();
    for (int i = 0; i < lines.lines.length; i++) {
      if (!named() || !lines.lines[i].equals(header)) {
        String[] cells = lines.lines[i].split("\t", -1);
        pairs.add(new PairText(cell(cells, source), cell(cells, target), lines.first + i + 1));
      }
    }
    return pairs;
  }

  private static String cell(String[] cells, int place) {
    return place < cells.length ? cells[place] : "";
  }
}
