package dev.recurrent.report;

/** One piece of a report's section: text, a table or a drawing. */
public sealed interface Block permits Text, Table, LineChart, HeatMap {

  /** The block as an HTML fragment with all of its text escaped. */
  String html();
}
