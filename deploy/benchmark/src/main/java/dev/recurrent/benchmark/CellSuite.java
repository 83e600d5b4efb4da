package dev.recurrent.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Training and inference steps of single networks on one core: ours and each peer's in turn, many
 * turns, medians.
 */
final class CellSuite {
  private static final double WARM_UP_SECONDS = 2;
  private static final double TURN_SECONDS = 0.25;
  private static final int TURNS = 7;

  private final OwnEngine own = new OwnEngine();
  private final List<Contender> peers;
  private final PrintStream log;

  CellSuite(List<Contender> peers, PrintStream log) {
    this.peers = peers;
    this.log = log;
  }

  List<Map<String, Object>> run(List<CellTask> tasks) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    log.println(
        "one run on one core, medians of processor time; a peer has a new process for each network;"
            + " its ratio is its time by ours");
    for (CellTask task : tasks) {
      CellResult result = run(task);
      rows.add(result.row());
      log.println(result.line());
    }
    return rows;
  }

  private CellResult run(CellTask task) throws IOException {
    List<Contender> able = new ArrayList<>();
    own.prepare(task);
    able.add(own);
    for (Contender peer : peers) {
      if (peer.prepare(task)) {
        able.add(peer);
      }
    }
    List<Times> times = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (Contender one : able) {
      counts.add(warmUp(one));
      times.add(new Times());
    }
    for (int turn = 0; turn < TURNS; turn++) {
      for (int i = 0; i < able.size(); i++) {
        times.get(i).add(able.get(i).run(counts.get(i)));
      }
    }
    List<CellResult.Other> others = new ArrayList<>();
    for (int i = 1; i < able.size(); i++) {
      others.add(new CellResult.Other(able.get(i).name(), times.get(i)));
    }
    return new CellResult(task, times.get(0), own.bytesEach(), others);
  }

  /** Runs until warm; returns how many runs fill a turn. */
  private static int warmUp(Contender contender) throws IOException {
    double seconds = 0;
    int count = 1;
    double each = 0;
    while (seconds < WARM_UP_SECONDS) {
      double now = 0;
      for (long nanos : contender.run(count)) {
        now += nanos / 1e9;
      }
      seconds += now;
      each = now / count;
      count = (int) Math.max(1, Math.min(4096, TURN_SECONDS / each));
    }
    return count;
  }
}
