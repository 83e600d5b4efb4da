package dev.recurrent.spark.tracking;

import dev.recurrent.spark.RoundReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells an MLflow server of a run, by a thread of its own that nobody waits for. What is to be sent
 * is the list of rounds that the run has anyway: a server that is away for an hour costs no memory
 * and gets what it missed. A server that is down, slow or wrong is said once and changes nothing.
 */
public final class MlflowTracker implements RoundRecord {
  private static final long FIRST_PAUSE = 1_000;
  private static final long LONGEST_PAUSE = 60_000;

  /** Requests after the end where the first does not succeed. */
  private static final int LAST_TRIES = 3;

  private final MlflowSettings settings;
  private final MlflowClient client;
  private final Facts facts;
  private final Listener listener;
  private final Thread thread = new Thread(this::work, "mlflow");
  private @Nullable String id;
  private @Nullable MlflowRun run;
  private List<RoundReport> latest = List.of();
  private @Nullable End end;
  private boolean fresh = true;
  private boolean warned;

  /**
   * What the server gets once.
   *
   * @param experiment by name
   * @param runName null for one that the server chooses
   * @param parameters without secrets
   */
  public record Facts(
      String experiment,
      @Nullable String runName,
      Map<String, String> parameters,
      Map<String, String> tags) {}

  /** How a run can end, as MLflow names it. */
  public enum Status {
    FINISHED,
    FAILED,
    KILLED
  }

  /**
   * The end of a run.
   *
   * @param metrics figures of the result
   * @param artifacts files by name
   * @param registration of the model, or null where it was not published
   */
  public record End(
      Status status,
      Map<String, Double> metrics,
      Map<String, String> tags,
      Map<String, byte[]> artifacts,
      @Nullable MlflowRegistration registration) {}

  /** Hears from the tracker's thread. */
  public interface Listener {
    /** The run has been created; a resumed job is to give this id. */
    void created(String id) throws IOException;

    /** A line for the user. */
    void say(String line);
  }

  private MlflowTracker(
      MlflowSettings settings, Facts facts, @Nullable String id, Listener listener, Duration wait) {
    this.settings = settings;
    this.client = new MlflowClient(settings, wait);
    this.facts = facts;
    this.id = id;
    this.listener = listener;
    thread.setDaemon(true);
  }

  /**
   * Begins to track; returns at once.
   *
   * @param id of the run to go on with, null for a new one
   * @param wait for an answer, at most
   */
  public static MlflowTracker begin(
      MlflowSettings settings, Facts facts, @Nullable String id, Listener listener, Duration wait) {
    MlflowTracker tracker = new MlflowTracker(settings, facts, id, listener, wait);
    tracker.thread.start();
    return tracker;
  }

  @Override
  public synchronized void saved(List<RoundReport> rounds) {
    latest = rounds;
    fresh = true;
    notifyAll();
  }

  /** Ends the run on the server. Waits for it so long and no longer. */
  public void end(End ended, Duration wait) {
    synchronized (this) {
      end = ended;
      fresh = true;
      notifyAll();
    }
    try {
      thread.join(Math.max(1, wait.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      thread.interrupt();
      warn("does not answer in time: the run stays open there");
    }
  }

  private void work() {
    long pause = 0;
    int last = LAST_TRIES;
    try {
      while (true) {
        @Nullable End ended = awaitWork(pause);
        try {
          send(ended);
          pause = 0;
          if (ended != null) {
            return;
          }
        } catch (MlflowException e) {
          boolean again = e.mayPass() && (ended == null || (pause == 0 && last-- > 1));
          warn(e, again);
          if (!again) {
            return;
          }
          // After the end there is no time for long pauses, and none for a server long away.
          pause = ended == null ? pause(pause, e) : 0;
          if (ended != null) {
            Thread.sleep(FIRST_PAUSE);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      warn("cannot be used: " + e);
    }
  }

  private static long pause(long before, MlflowException e) {
    long longer = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, 2 * before));
    return Math.max(longer, e.retrySeconds() * 1000L);
  }

  /**
   * Waits until there is something to send; after a failure for a pause, which only the end cuts
   * short.
   */
  private synchronized @Nullable End awaitWork(long pause) throws InterruptedException {
    long until = System.nanoTime() + pause * 1_000_000;
    while (end == null && pause > 0 && until - System.nanoTime() > 0) {
      wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
    }
    while (end == null && pause == 0 && !fresh) {
      wait();
    }
    fresh = false;
    return end;
  }

  private void send(@Nullable End ended) throws IOException, InterruptedException {
    MlflowRun known = run == null ? open() : run;
    run = known;
    List<RoundReport> rounds;
    synchronized (this) {
      rounds = latest;
    }
    known.parameters(facts.parameters());
    known.rounds(rounds, now());
    if (ended != null) {
      known.result(ended.metrics(), now());
      known.tags(ended.tags());
      known.end(ended.status().name(), System.currentTimeMillis());
      for (Map.Entry<String, byte[]> file : ended.artifacts().entrySet()) {
        known.artifact(file.getKey(), file.getValue());
      }
      if (ended.registration() != null) {
        register(known, ended.registration());
      }
    }
  }

  /** Tried once: a version that was made and not answered would be made again. */
  private void register(MlflowRun known, MlflowRegistration registration)
      throws IOException, InterruptedException {
    String name = registration.model();
    try {
      String version = known.register(registration);
      listener.say(
          "MLflow: model %s, version %s is now %s"
              .formatted(name, version, MlflowRegistration.ALIAS));
    } catch (MlflowException e) {
      listener.say(
          "MLflow at %s: model %s is not registered: %s".formatted(settings, name, e.getMessage()));
    }
  }

  private MlflowRun open() throws IOException, InterruptedException {
    String before = id;
    @Nullable MlflowRun found = before == null ? null : MlflowRun.resume(client, before);
    MlflowRun opened = found;
    if (opened == null) {
      opened = MlflowRun.create(client, facts, System.currentTimeMillis());
      id = opened.id();
      listener.created(opened.id());
    }
    listener.say("MLflow: " + settings + opened.place());
    return opened;
  }

  private static double now() {
    return System.currentTimeMillis() / 1e3;
  }

  private void warn(MlflowException e, boolean again) {
    boolean unknown = e.status() == 401 || e.status() == 403;
    warn(
        e.getMessage()
            + (unknown
                ? "; set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and _PASSWORD"
                : "")
            + (again ? "; the run goes on and tries again" : "; the run goes on without it"));
  }

  private synchronized void warn(String what) {
    if (!warned) {
      warned = true;
      listener.say("MLflow at " + settings + ": " + what);
    }
  }
}
