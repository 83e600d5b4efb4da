package dev.recurrent.spark.job;

import dev.recurrent.report.HtmlReport;
import dev.recurrent.report.Section;
import dev.recurrent.spark.RoundReport;
import dev.recurrent.spark.run.RunDirectory;
import dev.recurrent.spark.tracking.RoundRecord;
import dev.recurrent.train.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * {@code report.html} of a run that goes on: its curves, rounds, network and settings. The finished
 * run's report, with the task's results, replaces it.
 */
final class RunningReport implements RoundRecord {
  static final String NAME = "report.html";

  /** Writing may take this share of the run's time: a page of many rounds is a large one. */
  private static final double SHARE = 0.01;

  private final RunDirectory directory;
  private final Model<?> model;
  private final PlannedRun run;
  private final String metric;
  private final LongSupplier nanos;
  private long next;

  /**
   * @param metric what validations choose by
   * @param nanos a clock
   */
  RunningReport(PlannedRun run, Model<?> model, String metric, LongSupplier nanos) {
    this.run = run;
    this.directory = run.directory();
    this.model = model;
    this.metric = metric;
    this.nanos = nanos;
    this.next = nanos.getAsLong();
  }

  @Override
  public void saved(List<RoundReport> rounds) throws IOException {
    long begin = nanos.getAsLong();
    // A finished model has a report of its own, whose checksum stands in its manifest.
    if (rounds.isEmpty() || begin - next < 0 || directory.finished()) {
      return;
    }
    directory.write(NAME, html(rounds).getBytes(StandardCharsets.UTF_8));
    long end = nanos.getAsLong();
    next = end + (long) ((end - begin) / SHARE);
  }

  @SuppressWarnings("unchecked")
  private String html(List<RoundReport> rounds) {
    Object settings = Objects.requireNonNull(run.description().get(ResumePolicy.SETTINGS));
    List<Section> sections =
        new ArrayList<>(
            new RunFigures(rounds, model, "loss", metric, null)
                .sections(
                    (Map<String, String>) settings,
                    Provenance.of(run.plan().localSteps()),
                    List.of()));
    // The model's files are not there yet.
    sections.removeIf(section -> section.heading().equals(RunFigures.FILES));
    return new HtmlReport("Training of " + model.kind(), directory.toString(), sections).html();
  }
}
