package dev.recurrent.spark.job;

import dev.recurrent.format.Redaction;
import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.DivergedException;
import dev.recurrent.spark.run.DirectoryInUseException;
import dev.recurrent.spark.run.StorageAwayException;
import dev.recurrent.spark.table.OneLine;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.InvalidPathException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.mapred.InvalidInputException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/**
 * What a failure means: the exit status for schedulers and one line for people. The first link of
 * the chain of causes that says something decides, as Spark wraps what a task threw. What nobody
 * knows may pass by itself.
 */
record Diagnosis(ExitCode code, String message) {
  private static final int MOST_CAUSES = 32;

  /** A line of a message, or of a stack trace in one. */
  private static final Pattern FULL =
      Pattern.compile("[^\\n]*(No space left on device|quota exceeded)[^\\n]*");

  /** Where a task of Spark's wrote when it failed. */
  private static final Pattern WRITTEN = Pattern.compile("writing rows to (\\S+?)\\.?(\\s|$)");

  private static final Pattern UNREADABLE =
      Pattern.compile("Encountered error while reading file (\\S+?)\\.?(\\s|$)");

  Diagnosis {
    message = Redaction.of(message);
  }

  /** A kind of failure, what it means, and how it is said. */
  private record Rule(
      Predicate<Throwable> fits, ExitCode code, Function<Throwable, String> message) {}

  private static final List<Rule> RULES =
      List.of(
          rule(e -> e instanceof ParameterException, ExitCode.USAGE, Diagnosis::line),
          rule(e -> e instanceof DivergedException, ExitCode.DIVERGED, Diagnosis::line),
          rule(e -> e instanceof UnusableModelException, ExitCode.NO_CHECKPOINT, Diagnosis::line),
          rule(e -> e instanceof DirectoryInUseException, ExitCode.IN_USE, Diagnosis::line),
          rule(e -> e instanceof StorageAwayException, ExitCode.FAILED, Diagnosis::line),
          rule(MissingFileSystem::fits, ExitCode.USAGE, MissingFileSystem::message),
          rule(Diagnosis::badMaster, ExitCode.USAGE, e -> "--master: " + line(e)),
          rule(Diagnosis::refused, ExitCode.USAGE, Diagnosis::denial),
          rule(Diagnosis::noPath, ExitCode.USAGE, Diagnosis::line),
          rule(e -> e instanceof OutOfMemoryError, ExitCode.USAGE, Diagnosis::outOfMemory),
          rule(e -> says(e, "java.lang.OutOfMemoryError"), ExitCode.USAGE, Diagnosis::executorHeap),
          rule(Diagnosis::unlinked, ExitCode.USAGE, Diagnosis::missingClass),
          rule(Diagnosis::passing, ExitCode.FAILED, Diagnosis::named),
          rule(e -> e instanceof AnalysisException, ExitCode.BAD_INPUT, Diagnosis::line),
          rule(Diagnosis::notFound, ExitCode.BAD_INPUT, e -> "not found: " + line(e)),
          rule(Diagnosis::unreadable, ExitCode.BAD_INPUT, Diagnosis::named));

  private static Rule rule(
      Predicate<Throwable> fits, ExitCode code, Function<Throwable, String> message) {
    return new Rule(fits, code, message);
  }

  static Diagnosis of(Throwable failure) {
    List<Throwable> causes = causes(failure);
    if (causes.stream().anyMatch(Diagnosis::full)) {
      return new Diagnosis(ExitCode.FAILED, fullMessage(causes));
    }
    for (Throwable cause : causes) {
      Diagnosis known = known(cause);
      if (known != null) {
        return known;
      }
    }
    String damaged = damaged(causes);
    if (!damaged.isEmpty()) {
      return new Diagnosis(
          ExitCode.BAD_INPUT,
          damaged + " is damaged, its rows cannot be read; fetch or write it again");
    }
    Throwable root = failure;
    for (Throwable cause : causes) {
      root = cause;
      if (!fits(e -> e instanceof UncheckedIOException || e instanceof SparkException, cause)) {
        break;
      }
    }
    return new Diagnosis(ExitCode.FAILED, root instanceof JobException ? line(root) : named(root));
  }

  private static @Nullable Diagnosis known(Throwable cause) {
    if (cause instanceof JobException job) {
      return new Diagnosis(job.code(), ours(job));
    }
    if (cause instanceof UnusableInputException input) {
      return new Diagnosis(input.isUsage() ? ExitCode.USAGE : ExitCode.BAD_INPUT, ours(input));
    }
    for (Rule rule : RULES) {
      if (fits(rule.fits(), cause)) {
        return new Diagnosis(rule.code(), rule.message().apply(cause));
      }
    }
    return null;
  }

  /** Without Spark on the class path, no failure is one of Spark's. */
  private static boolean fits(Predicate<Throwable> kind, Throwable cause) {
    try {
      return kind.test(cause);
    } catch (NoClassDefFoundError withoutSpark) {
      return false;
    }
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable at = failure; at != null && causes.size() < MOST_CAUSES; at = at.getCause()) {
      causes.add(at);
    }
    return causes;
  }

  private static boolean says(Throwable e, String words) {
    return e.getMessage() != null && e.getMessage().contains(words);
  }

  private static boolean badMaster(Throwable e) {
    return e instanceof SparkException
        && (says(e, "Could not parse Master URL")
            || says(e, "Master must ")
            || says(e, "Asked to run locally with")
            || says(e, "A master URL must be set")
            || says(e, "Invalid master URL"));
  }

  /** A place where this user may not write or read, or that cannot be a directory. */
  private static boolean refused(Throwable e) {
    return e instanceof AccessDeniedException
        || e instanceof AccessControlException
        || e instanceof java.security.AccessControlException
        || e instanceof ParentNotDirectoryException
        || (e instanceof IOException
            && (says(e, "Permission denied")
                || says(e, "Read-only file system")
                || says(e, "Mkdirs failed")
                || says(e, "Not a directory")
                || says(e, "Destination exists and is not a directory")));
  }

  /** What no file system could read as the name of a place. */
  private static boolean noPath(Throwable e) {
    return e instanceof InvalidPathException
        || e instanceof URISyntaxException
        || says(e, "Incomplete HDFS URI")
        // Of hadoop-aws, which is not there to compile with: no such bucket.
        || e.getClass().getSimpleName().equals("UnknownStoreException");
  }

  /** Java's exception names the place alone. */
  private static String denial(Throwable e) {
    return (e instanceof AccessDeniedException ? "permission denied: " : "") + line(e);
  }

  private static boolean full(Throwable e) {
    return e.getMessage() != null && FULL.matcher(e.getMessage()).find();
  }

  /** The line that says so, in whatever chain of causes it is, and what Spark was to write. */
  private static String fullMessage(List<Throwable> causes) {
    String line = "";
    String place = "";
    for (Throwable cause : causes) {
      String message = String.valueOf(cause.getMessage());
      Matcher full = FULL.matcher(message);
      Matcher written = WRITTEN.matcher(message);
      line = full.find() ? full.group() : line;
      place = written.find() ? written.group(1) : place;
    }
    String said = line.replaceFirst("^(Caused by: )?([\\w.$]+: )?", "");
    return (place.isEmpty() || said.contains(place) ? "" : "cannot write " + place + ": ")
        + said
        + "; make room there, then start the command again";
  }

  /**
   * The file that Spark could not read as its bytes are not what their format says; else an empty
   * text. A storage that fails to give them is none of it.
   */
  private static String damaged(List<Throwable> causes) {
    String file = "";
    boolean damaged = !(causes.get(causes.size() - 1) instanceof IOException);
    for (Throwable cause : causes) {
      Matcher unread = UNREADABLE.matcher(String.valueOf(cause.getMessage()));
      file = unread.find() ? unread.group(1) : file;
      damaged |= cause.getClass().getSimpleName().equals("ParquetDecodingException");
      damaged |= says(cause, "FAILED_TO_UNCOMPRESS") || says(cause, "can not read class");
    }
    return damaged ? file : "";
  }

  /** What is over as soon as a network, a host or a cluster is well again. */
  private static boolean passing(Throwable e) {
    return e instanceof UnknownHostException
        || e instanceof SocketException
        || e instanceof InterruptedIOException
        || e instanceof InterruptedException
        || e instanceof ClosedByInterruptException
        || says(e, "ExecutorLostFailure")
        || says(e, "All masters are unresponsive");
  }

  private static boolean notFound(Throwable e) {
    return e instanceof FileNotFoundException
        || e instanceof NoSuchFileException
        || e instanceof InvalidInputException;
  }

  private static boolean unreadable(Throwable e) {
    return e instanceof CharacterCodingException || e instanceof ZipException;
  }

  private static boolean unlinked(Throwable e) {
    return e instanceof LinkageError || e instanceof ClassNotFoundException;
  }

  private static String missingClass(Throwable e) {
    return "a class is missing or of another version: "
        + named(e)
        + "; look at --jars and --packages";
  }

  private static String outOfMemory(Throwable e) {
    return "out of memory on the driver (" + e.getMessage() + "); raise --driver-memory";
  }

  private static String executorHeap(Throwable e) {
    return "out of memory on an executor; raise --executor-memory (with a local master"
        + " --driver-memory), or lower --batch-size: "
        + line(e);
  }

  /** The first line of a message, or the exception's name. */
  private static String line(Throwable e) {
    String text = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    return text.lines().findFirst().orElse(text);
  }

  /** All of a message of ours: line breaks in it are those of the table's names and cells. */
  private static String ours(Throwable e) {
    return e.getMessage() == null ? line(e) : OneLine.of(e.getMessage());
  }

  private static String named(Throwable e) {
    String name = e.getClass().getSimpleName();
    return e.getMessage() == null ? name : line(e) + " (" + name + ")";
  }
}
