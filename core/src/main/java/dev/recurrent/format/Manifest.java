package dev.recurrent.format;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code manifest.json}: names, lengths and SHA-256 of a directory's files, written after all of
 * them. A directory without a manifest that holds does not exist for a reader.
 */
public record Manifest(
    @JsonProperty("formatVersion") int formatVersion, @JsonProperty("files") List<File> files) {
  /** Its name in the directory. */
  public static final String NAME = "manifest.json";

  private static final int VERSION = 1;

  /** One file. */
  public record File(
      @JsonProperty("name") String name,
      @JsonProperty("length") long length,
      @JsonProperty("sha256") String sha256) {
    @JsonCreator
    public File {
      Objects.requireNonNull(name, "file without a name");
      Objects.requireNonNull(sha256, "file without a SHA-256");
    }
  }

  @JsonCreator
  public Manifest {
    files = List.copyOf(files);
  }

  /** Of the files' contents, by name. */
  public static Manifest of(Map<String, byte[]> contents) {
    List<File> files = new ArrayList<>();
    contents.forEach((name, bytes) -> files.add(new File(name, bytes.length, sha256(bytes))));
    return new Manifest(VERSION, files);
  }

  public byte[] toBytes() {
    return Json.document(this);
  }

  /**
   * @param where the directory, for error messages
   * @throws UnusableModelException if it is not a manifest, or one of a later version
   */
  public static Manifest read(byte[] bytes, String where) {
    String name = where + "/" + NAME;
    JsonNode node = Json.read(bytes, name);
    int version = node.path("formatVersion").asInt(-1);
    if (version < 0) {
      throw new UnusableModelException(name + " is not readable: it has no format version");
    }
    if (version != VERSION) {
      throw new UnusableModelException(
          name
              + " has format version "
              + version
              + ", this release reads "
              + VERSION
              + "; use the release that wrote it");
    }
    return Json.convert(node, Manifest.class, name);
  }

  /**
   * Checks a file against its line.
   *
   * @throws UnusableModelException if it is not in the manifest, or differs from it
   */
  public void verify(String name, byte[] bytes, String where) {
    File file =
        files.stream()
            .filter(f -> f.name.equals(name))
            .findFirst()
            .orElseThrow(
                () -> new UnusableModelException(where + " has no file " + name + " in manifest"));
    if (bytes.length != file.length) {
      throw new UnusableModelException(
          where + "/" + name + " has " + bytes.length + " bytes, the manifest says " + file.length);
    }
    if (!sha256(bytes).equals(file.sha256)) {
      throw new UnusableModelException(
          where + "/" + name + " has been altered: its SHA-256 is not the manifest's");
    }
  }

  /** In hexadecimal digits. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
