package dev.recurrent.spark.job;

import dev.recurrent.format.Json;
import dev.recurrent.format.Redaction;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The one JSON object that every end of a command prints as its last line of standard output: task,
 * action, status, then the exit status and the error or the action's own keys, then seconds.
 */
public final class ResultLine {
  private final String task;
  private final String action;
  private final PrintStream out;
  private final long begin = System.nanoTime();
  private boolean printed;

  public ResultLine(String task, String action, PrintStream out) {
    this.task = task;
    this.action = action;
    this.out = out;
  }

  void done(Map<String, Object> keys) {
    print("done", keys);
  }

  /** The action failed. */
  public void failed(int exit, String error) {
    ended("failed", exit, error);
  }

  /** The action was interrupted; returns whether no other end was printed before. */
  boolean interrupted(int exit, String error) {
    return ended("interrupted", exit, error);
  }

  private boolean ended(String status, int exit, String error) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("exit", exit);
    keys.put("error", error);
    return print(status, keys);
  }

  private synchronized boolean print(String status, Map<String, Object> keys) {
    if (printed) {
      return false;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("task", task);
    line.put("action", action);
    line.put("status", status);
    line.putAll(keys);
    line.put("seconds", Math.round((System.nanoTime() - begin) / 1e7) / 100.0);
    out.println(Redaction.of(Json.line(line)));
    out.flush();
    printed = true;
    return true;
  }
}
