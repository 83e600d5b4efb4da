package dev.recurrent.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code manifest.json}: names, lengths and SHA-256 of a directory's files, written after all of
 * them. A directory without a manifest that holds does not exist for a reader.
 *
 * @param generation of the run that wrote it: how often its directory has been taken; null in files
 *     of runs that did not count
 */
public record Manifest(
    int formatVersion, @OptionalField @Nullable Long generation, List<File> files) {
  /** Its name in the directory. */
  public static final String NAME = "manifest.json";

  private static final int VERSION = 1;

  /** Letters, digits, dot, dash, underscore: never a path, a scheme or a hidden file. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * One file.
   *
   * @param name plain: letters, digits, dot, dash and underscore
   * @param sha256 in hexadecimal digits
   */
  public record File(String name, long length, String sha256) {
    /**
     * @throws IllegalArgumentException for a name that is a path, or what is no length or SHA-256
     */
    public File {
      if (!PLAIN.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "file name is \"" + name + "\", expected letters, digits, dot, dash and underscore");
      }
      if (length < 0) {
        throw new IllegalArgumentException("length of " + name + " is " + length);
      }
      if (!SHA256.matcher(sha256).matches()) {
        throw new IllegalArgumentException(
            "SHA-256 of " + name + " is \"" + sha256 + "\", expected 64 hexadecimal digits");
      }
    }

    /** The line of a file's content. */
    public static File of(String name, byte[] content) {
      return new File(name, content.length, Manifest.sha256(content));
    }

    /** The line of a file whose bytes a digest has seen. */
    public static File of(String name, long length, MessageDigest digest) {
      return new File(name, length, HexFormat.of().formatHex(digest.digest()));
    }
  }

  /**
   * @throws IllegalArgumentException if a file is listed twice
   */
  public Manifest {
    files = List.copyOf(files);
    Set<String> names = new HashSet<>();
    for (File file : files) {
      if (!names.add(file.name)) {
        throw new IllegalArgumentException("file " + file.name + " is listed twice");
      }
    }
  }

  /** Of the files' contents, by name. */
  public static Manifest of(Map<String, byte[]> contents) {
    List<File> files = new ArrayList<>();
    contents.forEach((name, bytes) -> files.add(File.of(name, bytes)));
    return new Manifest(VERSION, null, files);
  }

  /** Of files that a run has written. */
  public static Manifest of(long generation, List<File> files) {
    return new Manifest(VERSION, generation, files);
  }

  public byte[] toBytes() {
    return Json.document(this);
  }

  /**
   * @param where the directory, for error messages
   * @throws UnusableModelException if it is not a manifest, or one of another version
   */
  public static Manifest read(byte[] bytes, String where) {
    JsonObject object = JsonObject.read(bytes, where + "/" + NAME);
    requireVersion(object, VERSION);
    return object.as(Manifest.class);
  }

  /** Refuses a file of another format version before its other fields are looked at. */
  static void requireVersion(JsonObject object, int expected) {
    int version = object.integer("formatVersion");
    if (version != expected) {
      throw new UnusableModelException(
          object.name()
              + " has format version "
              + version
              + ", this release reads "
              + expected
              + "; use the release that wrote it");
    }
  }

  /** 0 where the run did not count. */
  public long generationOrZero() {
    return generation == null ? 0 : generation;
  }

  /**
   * A file's line.
   *
   * @throws UnusableModelException if there is none
   */
  public File file(String name, String where) {
    return files.stream()
        .filter(f -> f.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new UnusableModelException(where + " has no file " + name + " in manifest"));
  }

  /**
   * Checks a file against its line.
   *
   * @throws UnusableModelException if it is not in the manifest, or differs from it
   */
  public void verify(File actual, String where) {
    File file = file(actual.name, where);
    if (actual.length != file.length) {
      throw new UnusableModelException(
          where
              + "/"
              + file.name
              + " has "
              + actual.length
              + " bytes, the manifest says "
              + file.length);
    }
    if (!actual.sha256.equals(file.sha256)) {
      throw new UnusableModelException(
          where + "/" + file.name + " has been altered: its SHA-256 is not the manifest's");
    }
  }

  /** In hexadecimal digits. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** A fresh SHA-256. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
