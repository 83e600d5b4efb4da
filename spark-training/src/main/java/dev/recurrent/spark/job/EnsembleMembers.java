package dev.recurrent.spark.job;

import dev.recurrent.nn.EnsembleLayout;
import dev.recurrent.report.Section;
import dev.recurrent.report.Table;
import dev.recurrent.spark.run.TrainingResult;
import dev.recurrent.spark.tracking.RoundMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the members of an ensemble have come to. A run without an ensemble has one member.
 *
 * @param results in the order of the members
 * @param seed of the run
 */
record EnsembleMembers(List<TrainingResult> results, long seed) {
  boolean several() {
    return results.size() > 1;
  }

  /**
   * As one result: the parameters of all members, the mean of their losses, and the rounds of the
   * first.
   */
  TrainingResult together() {
    return several()
        ? results
            .get(0)
            .withParameters(EnsembleLayout.join(results.stream().map(r -> r.parameters).toList()))
            .withLoss(results.stream().mapToDouble(r -> r.validationLoss).sum() / results.size())
        : results.get(0);
  }

  /** Of the whole job, where it has several members: they train at the same time. */
  Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (several()) {
      keys.put("rounds", results.stream().mapToLong(r -> r.rounds).max().orElse(0));
      keys.put(
          "targets_per_second",
          results.stream().mapToDouble(r -> RoundMetrics.targetsPerSecond(r.reports)).sum());
      List<Map<String, Object>> members = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("member", i);
        member.putAll(results.get(i).facts());
        members.add(member);
      }
      keys.put("members", members);
    }
    return keys;
  }

  /** A table for the report, where there are several. */
  List<Section> sections() {
    if (!several()) {
      return List.of();
    }
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      TrainingResult result = results.get(i);
      rows.add(
          List.of(
              Integer.toString(i),
              Long.toString(EnsembleTraining.seed(seed, i)),
              Long.toString(result.rounds),
              String.format(Locale.ROOT, "%.4f", result.validationLoss),
              result.end.name().toLowerCase(Locale.ROOT)));
    }
    List<String> header = List.of("member", "seed", "rounds", "validation loss", "ended by");
    return List.of(
        Section.of(
            "Members", new Table("Training and rounds below are those of member 0", header, rows)));
  }
}
