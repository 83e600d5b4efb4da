package dev.recurrent.spark.job;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;

/** A path whose file system has no class on the class path: which artifact brings it. */
final class MissingFileSystem {
  private static final Pattern SCHEME = Pattern.compile("[Nn]o FileSystem for scheme \"?(\\w+)\"?");
  private static final Pattern CLASS = Pattern.compile("Class (\\S+) not found");

  private static final String S3 = "org.apache.hadoop:hadoop-aws";
  private static final String AZURE = "org.apache.hadoop:hadoop-azure";

  private static final Map<String, String> BY_SCHEME =
      Map.ofEntries(
          Map.entry("s3", S3),
          Map.entry("s3a", S3),
          Map.entry("s3n", S3),
          Map.entry("abfs", AZURE),
          Map.entry("abfss", AZURE),
          Map.entry("wasb", AZURE),
          Map.entry("wasbs", AZURE),
          Map.entry("adl", "org.apache.hadoop:hadoop-azure-datalake"),
          Map.entry("oss", "org.apache.hadoop:hadoop-aliyun"),
          Map.entry("cosn", "org.apache.hadoop:hadoop-cos"),
          Map.entry("gs", "com.google.cloud.bigdataoss:gcs-connector"));

  /** By a part of the class's name. */
  private static final Map<String, String> BY_CLASS =
      Map.of(
          "fs.s3a.", S3,
          "fs.azurebfs.", AZURE,
          "fs.azure.", AZURE,
          "fs.adl.", "org.apache.hadoop:hadoop-azure-datalake",
          "fs.aliyun.", "org.apache.hadoop:hadoop-aliyun",
          "fs.cosn.", "org.apache.hadoop:hadoop-cos",
          "cloud.hadoop.fs.gcs.", "com.google.cloud.bigdataoss:gcs-connector");

  private MissingFileSystem() {}

  static boolean fits(Throwable e) {
    return e instanceof UnsupportedFileSystemException || !artifactOfClass(e).isEmpty();
  }

  static String message(Throwable e) {
    Matcher scheme = SCHEME.matcher(String.valueOf(e.getMessage()));
    String name = scheme.find() ? scheme.group(1) : "";
    String artifact = name.isEmpty() ? artifactOfClass(e) : BY_SCHEME.getOrDefault(name, "");
    String what =
        name.isEmpty()
            ? "the file system's class is not on the class path"
            : "there is no file system for paths that begin with " + name + "://";
    return artifact.isEmpty()
        ? what + "; give its artifact to --packages, or another path"
        : what + "; give --packages " + artifact + version(artifact);
  }

  /** Hadoop's artifacts have to be of the version of the Hadoop that is there. */
  private static String version(String artifact) {
    return artifact.startsWith("org.apache.hadoop:") ? ":" + VersionInfo.getVersion() : ":VERSION";
  }

  /** Of the exception by which Hadoop says that a file system's class is missing, else empty. */
  private static String artifactOfClass(Throwable e) {
    Matcher type = CLASS.matcher(String.valueOf(e.getMessage()));
    if (!type.find()) {
      return "";
    }
    return BY_CLASS.entrySet().stream()
        .filter(entry -> type.group(1).contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }
}
