package dev.recurrent.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.recurrent.format.UnusableModelException;
import dev.recurrent.spark.DivergedException;
import dev.recurrent.spark.run.StorageAwayException;
import dev.recurrent.spark.table.UnusableInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.mapred.InvalidInputException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.token.SecretManager;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Which exit status a cause has: a scheduler tries again after 1, and after nothing else. */
class DiagnosisTest {
  /** As hadoop-aws has one. */
  private static final class UnknownStoreException extends IOException {
    private static final long serialVersionUID = 1L;

    UnknownStoreException(String message) {
      super(message);
    }
  }

  private static Arguments row(int status, String said, Throwable cause) {
    return arguments(status, said, cause);
  }

  private static SparkException stageFailed(String reason) {
    return new SparkException("Job aborted due to stage failure: " + reason);
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        row(1, "nohost", new UnknownHostException("nohost")),
        row(1, "nohost", new IllegalArgumentException(new UnknownHostException("nohost"))),
        row(1, "refused", new ConnectException("Connection refused")),
        row(1, "refused", new UncheckedIOException(new ConnectException("Connection refused"))),
        row(1, "refused", new SparkException("task", new ConnectException("refused"))),
        row(1, "No route", new NoRouteToHostException("No route to host")),
        row(1, "timed out", new SocketTimeoutException("Read timed out")),
        row(1, "No space left", new IOException("cannot write x: No space left on device")),
        row(
            1,
            "cannot write file:/out/.x-1: No space left on device; make room",
            new SparkException(
                "Job aborted",
                stageFailed(
                    "Task 0 failed: [TASK_WRITE_FAILED] Task failed while writing rows to"
                        + " file:/out/.x-1.\n\tat a.B.c(B.java:1)\nCaused by: java.io.IOException:"
                        + " No space left on device\n\tat d.E"))),
        row(
            1,
            "cannot write file:/out/.x-1: No space left on device",
            new SparkException(
                "[TASK_WRITE_FAILED] Task failed while writing rows to file:/out/.x-1.",
                new IOException("No space left on device"))),
        row(
            4,
            "file:/in/p.parquet is damaged",
            new SparkException(
                "Encountered error while reading file file:/in/p.parquet. Details:",
                new IllegalStateException("bad page"))),
        row(
            1,
            "refused",
            new SparkException(
                "Encountered error while reading file hdfs://h/p.parquet. Details:",
                new ConnectException("refused"))),
        row(
            1,
            "BlockMissing",
            new SparkException(
                "Encountered error while reading file hdfs://h/p.parquet. Details:",
                new IOException("BlockMissing"))),
        row(1, "quota", new IOException("The DiskSpace quota exceeded: quota exceeded by 3")),
        row(1, "ExecutorLost", stageFailed("Task 0 ... ExecutorLostFailure (executor 1 exited")),
        row(1, "unresponsive", new SparkException("All masters are unresponsive! Giving up.")),
        row(1, "InterruptedException", new InterruptedException()),
        row(1, "is expired", new SecretManager.InvalidToken("token (for anna) is expired")),
        row(1, "failed 8 times", stageFailed("Task 0 in stage 3.0 failed 8 times: the disk")),
        row(
            1,
            "getServletHandlers",
            new IllegalArgumentException(
                "requirement failed: Can only call getServletHandlers on a running MetricsSystem")),
        row(1, "a defect", new IllegalStateException("a defect")),
        row(
            2,
            "--seed",
            new CommandLine.ParameterException(
                new CommandLine(new CommonOptions()), "--seed is \"x\"")),
        row(2, "--shards", JobException.usage("--shards is -1")),
        row(2, "--encoding", UnusableInputException.usage("--encoding is \"x\"")),
        row(2, "--master", new SparkException("Could not parse Master URL: 'foo'")),
        row(2, "--master", new SparkException("Asked to run locally with 0 threads")),
        row(
            2,
            "hadoop-aws:3.",
            new RuntimeException(
                "java.lang.RuntimeException: java.lang.ClassNotFoundException: Class"
                    + " org.apache.hadoop.fs.s3a.S3AFileSystem not found")),
        row(
            2,
            "hadoop-azure:3.",
            new UnsupportedFileSystemException("No FileSystem for scheme \"abfss\"")),
        row(
            2,
            "gcs-connector",
            new UnsupportedFileSystemException("No FileSystem for scheme \"gs\"")),
        row(2, "foo://", new UnsupportedFileSystemException("No FileSystem for scheme \"foo\"")),
        row(2, "permission denied: /locked", new AccessDeniedException("/locked")),
        row(
            2,
            "Permission denied",
            new AccessControlException("Permission denied: user=x, access=WRITE")),
        row(2, "Permission denied", new FileNotFoundException("/locked/f (Permission denied)")),
        row(2, "Read-only", new IOException("/proc/x: Read-only file system")),
        row(2, "Mkdirs", new IOException("Mkdirs failed to create file:/proc/x")),
        row(2, "not a directory", new ParentNotDirectoryException("/a/file is not a directory")),
        row(
            2,
            ":bad",
            new IllegalArgumentException(new URISyntaxException(":bad", "Relative path in URI"))),
        row(
            1,
            "cannot write x: tried for 5 s",
            new StorageAwayException(
                "cannot write x: tried for 5 s", new ConnectException("refused"))),
        row(2, "no such bucket", new UnknownStoreException("s3a://b/x: no such bucket")),
        row(2, "no host", new IOException("Incomplete HDFS URI, no host: hdfs:///x")),
        row(2, "/a/file/x", new FileSystemException("/a/file/x", null, "Not a directory")),
        row(2, "--driver-memory", new OutOfMemoryError("Java heap space")),
        row(2, "--driver-memory", new SparkException("task", new OutOfMemoryError("heap"))),
        row(2, "--executor-memory", stageFailed("java.lang.OutOfMemoryError: Java heap space")),
        row(2, "--packages", new NoClassDefFoundError("com/other/Thing")),
        row(2, "--packages", new UnsupportedClassVersionError("Thing, class file version 65")),
        row(3, "diverged", new DivergedException("round 3 diverged")),
        row(4, "no text", JobException.badInput("no text")),
        row(4, "row 3", new UnusableInputException("t.csv row 3 is broken")),
        row(4, "row 3", new SparkException("task", new UnusableInputException("row 3"))),
        row(4, "not found: /no", new FileNotFoundException("/no")),
        row(4, "not found: /no", new NoSuchFileException("/no")),
        row(
            4,
            "not exist",
            new InvalidInputException(
                java.util.List.of(new IOException("Input path does not exist: /no")))),
        row(4, "Input length", new MalformedInputException(1)),
        row(4, "not in GZIP", new ZipException("not in GZIP format")),
        row(5, "manifest", new UnusableModelException("m holds no manifest")),
        row(5, "altered", new SparkException("task", new UnusableModelException("altered"))));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void aCauseHasItsStatusAndOneLine(int status, String said, Throwable cause) {
    Diagnosis diagnosis = Diagnosis.of(cause);
    assertEquals(status, diagnosis.code().status(), diagnosis.message());
    assertTrue(diagnosis.message().contains(said), diagnosis.message());
    assertEquals(1, diagnosis.message().lines().count());
  }

  @Test
  void namesWithLineBreaksCutNoMessage() {
    String message = "series \"two\nlines\" has no value of \"x\"";
    for (Exception cause :
        new Exception[] {JobException.badInput(message), new UnusableInputException(message)}) {
      assertEquals(message.replace("\n", "\\n"), Diagnosis.of(cause).message());
    }
  }

  @Test
  void causesThatGoRoundAreLookedAtOnce() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);
    assertEquals(1, Diagnosis.of(first).code().status());
  }
}
