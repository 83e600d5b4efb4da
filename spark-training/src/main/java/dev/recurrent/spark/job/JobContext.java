package dev.recurrent.spark.job;

import dev.recurrent.format.Redaction;
import dev.recurrent.spark.run.ProgressListener;
import dev.recurrent.spark.table.InputSnapshots;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * What a job works with: the effective options, a Spark session where it asks for one, and the
 * console that its user reads.
 */
public final class JobContext implements AutoCloseable {
  private static final Pattern MASTER =
      Pattern.compile("local(-cluster)?(\\[[\\d*, ]+\\])?|yarn|\\w+://.+");

  /**
   * Names of settings whose values Spark hides in its pages and event logs: Spark's own four, and
   * those of Azure's keys and of passwords that are shortened.
   */
  private static final String SECRET_NAMES =
      "(?i)secret|password|token|access[.]?key|passw|pwd|account[.]key|api[._-]?key|credential";

  private final String name;
  private final CommonOptions common;
  private final EffectiveOptions options;
  private final Console console;
  private final KeptData data = new KeptData();
  private InputSnapshots inputs;
  private Interruption interruption = new Interruption();
  private PrintStream out = System.out;
  private @Nullable SparkSession session;
  private boolean shared;
  private @Nullable JobCommand command;
  private @Nullable TrialWatch trial;
  private @Nullable JobContext search;

  JobContext(String name, CommonOptions common, EffectiveOptions options, Console console) {
    this.name = name;
    this.common = common;
    this.options = options;
    this.console = console;
    this.inputs = new InputSnapshots(line -> console.say("%s", line));
  }

  /** Task and action: "generation train". */
  String name() {
    return name;
  }

  /** Every option's effective value by its name without dashes. */
  public Map<String, String> settings() {
    return options.values();
  }

  EffectiveOptions options() {
    return options;
  }

  /** Where lines go that say to the user what happens. */
  public Console console() {
    return console;
  }

  /** Where a job prints what it makes, in UTF-8: standard output, or what a notebook shows. */
  public PrintStream out() {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  JobContext withOutput(PrintStream given) {
    out = given;
    return this;
  }

  /** The tables of catalogs that the job reads, and which snapshot of each. */
  public InputSnapshots inputs() {
    return inputs;
  }

  /**
   * What is read or counted once, by the first training of a search that asks for it, and kept
   * until the job ends, which closes it.
   *
   * @param what tells it from other things of the job
   */
  public <T> T kept(String what, Callable<T> make) throws InterruptedException {
    return (search == null ? data : search.data).of(what, make);
  }

  /** Work that takes a while, to be closed when it is done. */
  public Activity activity(String what) {
    return Activity.begin(console, what, session == null ? null : spark());
  }

  /** The same for work that one of several trainings does for all, such as reading their data. */
  public Activity sharedActivity(String what) {
    return Activity.begin(console.shared(), what, session == null ? null : spark());
  }

  /** Puts what a training says of its data and its work on the console. */
  public ProgressListener listener() {
    return new ProgressListener() {
      @Override
      public void note(String line) {
        console.say("%s", line);
      }

      @Override
      public void shared(String line) {
        console.sayShared("%s", line);
      }

      @Override
      public Work begin(String what) {
        return activity(what);
      }
    };
  }

  /** The session, opened at the first call; spark-submit's settings win over ours. */
  public synchronized SparkSession session() {
    if (session == null) {
      OpenedPackages.require(SparkSession.class.getModule());
      SparkSession opened = SparkSession.builder().config(settingsOfSpark()).getOrCreate();
      session = opened;
      requireRegistered(opened.sparkContext().master(), opened.sparkContext().applicationId());
    }
    return session;
  }

  /**
   * Spark gives back a context that no standalone master has answered, while it stops it beside:
   * what is then asked of it may wait for minutes. Only a master gives an application such a name.
   */
  static void requireRegistered(String master, String application) {
    if (master.startsWith("spark://") && !application.startsWith("app-")) {
      throw new JobException(
          ExitCode.FAILED,
          "--master "
              + master
              + " does not answer (all masters are unresponsive); try again later");
    }
  }

  /** What the session is opened with. */
  SparkConf settingsOfSpark() {
    SparkConf conf = settingsOfSpark(common).setIfMissing("spark.app.name", "recurrent " + name);
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
    }
    conf.setIfMissing("spark.broadcast.compress", "false");
    conf.setIfMissing("spark.task.maxFailures", "8");
    // The plan refuses what the driver's heap cannot hold; Spark's own limit of 1 GB knows no plan.
    conf.setIfMissing("spark.driver.maxResultSize", "0");
    conf.setIfMissing("spark.redaction.regex", SECRET_NAMES + "|" + Redaction.USER_INFORMATION);
    conf.setIfMissing("spark.redaction.string.regex", Redaction.USER_INFORMATION);
    addExecutorOption(conf, "jdk.incubator.vector", "--add-modules=jdk.incubator.vector");
    addExecutorOption(conf, "UseFPUForSpilling", "-XX:-UseFPUForSpilling");
    return conf;
  }

  /** Spark's own settings, with those of the command line. */
  private static SparkConf settingsOfSpark(CommonOptions common) {
    SparkConf conf = new SparkConf();
    // spark-submit says local[*] where nobody has said anything.
    if (common.master != null && conf.get("spark.master", "local[*]").equals("local[*]")) {
      conf.set("spark.master", common.master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    common.conf.forEach(conf::set);
    requireMaster(conf.get("spark.master"));
    return conf;
  }

  /** Spark refuses such a name too, below a stack trace. Any scheme may have a cluster manager. */
  private static void requireMaster(String master) {
    if (!MASTER.matcher(master).matches()) {
      throw JobException.usage(
          "--master is \""
              + master
              + "\", expected local, local[N], local[*], spark://HOST:PORT, yarn or k8s://URL");
    }
  }

  /** Executors need what the script passes to the driver; options already there are kept. */
  private static void addExecutorOption(SparkConf conf, String name, String option) {
    String key = "spark.executor.extraJavaOptions";
    String java = conf.get(key, "");
    if (!java.contains(name)) {
      conf.set(key, (java + " " + option).trim());
    }
  }

  public JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(session().sparkContext());
  }

  /**
   * Hadoop's configuration with Spark's {@code spark.hadoop.*}, whether a session is open or not.
   */
  public Configuration hadoop() {
    return session == null ? hadoop(common) : spark().hadoopConfiguration();
  }

  /** Hadoop's configuration for what is read before there is a session. */
  static Configuration hadoop(CommonOptions common) {
    return SparkHadoopUtil.get().newConfiguration(settingsOfSpark(common));
  }

  /** Uses a session that somebody else opened and will close. */
  JobContext withSession(SparkSession given) {
    session = given;
    shared = true;
    return this;
  }

  /** Whether the session ends with the job. */
  boolean ownsSession() {
    return !shared;
  }

  JobContext withCommand(JobCommand made) {
    command = made;
    return this;
  }

  /** The command line that the options came from. */
  JobCommand command() {
    return Objects.requireNonNull(command, "the job has no command line");
  }

  /** Makes the job one training of a search: in its session, over its data. */
  JobContext trialOf(JobContext whole, TrialWatch watch) {
    search = whole;
    trial = watch;
    inputs = whole.inputs;
    interruption = whole.interruption;
    return withSession(whole.session());
  }

  /** What a search asks of this training, or null where there is none. */
  @Nullable TrialWatch trial() {
    return trial;
  }

  JobContext withInterruption(Interruption watched) {
    interruption = watched;
    return this;
  }

  Interruption interruption() {
    return interruption;
  }

  /** Makes what the job waits for fail; what Spark says of that is nothing to read. */
  synchronized void cancelJobs() {
    if (session != null && !session.sparkContext().isStopped()) {
      if (!console.verbose()) {
        session.sparkContext().setLogLevel("OFF");
      }
      session.sparkContext().cancelAllJobs();
    }
  }

  @Override
  public void close() {
    try {
      data.close();
    } finally {
      closeSession();
    }
  }

  private void closeSession() {
    if (session != null && !shared) {
      session.stop();
    }
  }
}
