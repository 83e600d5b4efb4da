package dev.recurrent.spark.job;

import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.Section;
import dev.recurrent.report.Table;
import dev.recurrent.report.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The trials of a search beside each other, the best first, as a page and as lines. */
final class SearchReport {
  private static final int LINES = 10;

  private final List<Trial> ranked;
  private final Trial best;
  private final SearchMetric metric;
  private final int stages;

  /**
   * @param trials all of them
   * @param best whose model is published
   */
  SearchReport(List<Trial> trials, Trial best, int stages) {
    this.best = best;
    this.metric = best.metric();
    this.stages = stages;
    // Who came further is the better; within a stage the score decides, then the number.
    this.ranked =
        trials.stream()
            .sorted(
                Comparator.comparing((Trial trial) -> trial.failure() != null)
                    .thenComparing(trial -> -trial.stages())
                    .thenComparing(trial -> -trial.scoreOrWorst(trial.stages() - 1))
                    .thenComparing(Trial::number))
            .toList();
  }

  /** The best trials, one a line. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("trials by " + metric.direction() + ":");
    for (Trial trial : ranked.subList(0, Math.min(LINES, ranked.size()))) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%s trial %3d  %-22s %s",
              trial == best ? "*" : " ",
              trial.number(),
              score(trial) + state(trial),
              trial.said()));
    }
    if (ranked.size() > LINES) {
      lines.add("  and " + (ranked.size() - LINES) + " more in trials.jsonl");
    }
    return lines;
  }

  /** A trial with another measure has failed, and its score says nothing here. */
  private String score(Trial trial) {
    return trial.stages() == 0 || !trial.metric().equals(metric)
        ? ""
        : String.format(Locale.ROOT, "%.6g", trial.figure());
  }

  private String state(Trial trial) {
    if (trial.failure() != null) {
      return " failed";
    }
    return trial.stages() < stages ? " stopped" : "";
  }

  /** The page of the search. */
  String html(String where) {
    List<String> header = new ArrayList<>(List.of("trial", metric.name(), "stages", "state"));
    header.addAll(best.options().keySet());
    List<List<String>> rows = new ArrayList<>();
    for (Trial trial : ranked) {
      Diagnosis failure = trial.failure();
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(trial.number()));
      row.add(score(trial));
      row.add(Integer.toString(trial.stages()));
      row.add(
          failure != null
              ? failure.message()
              : trial == best ? "published" : state(trial).isEmpty() ? "done" : "stopped");
      row.addAll(trial.options().values());
      rows.add(row);
    }
    String caption = metric.direction() + "; each stage's best trials went on";
    List<Section> sections =
        List.of(
            Section.of("Trials", new Table(caption, header, rows)),
            Section.of("Best options", Table.of(best.options())),
            Section.of(
                "Files", Text.file(best.directory() + "/report.html", "the best trial's report")));
    return new HtmlReport("Search", where, sections).html();
  }
}
