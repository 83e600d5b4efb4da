package dev.recurrent.spark.run;

import dev.recurrent.format.FileContent;
import dev.recurrent.format.Manifest;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.Redaction;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;

/** Single operations on files of a Hadoop file system, each as safe as the file system can. */
final class HadoopFiles {
  /** Schemes whose rename is atomic; elsewhere the manifest, one PUT, is the commit. */
  private static final Set<String> RENAMING = Set.of("file", "hdfs", "viewfs", "webhdfs", "ofs");

  private final FileSystem fileSystem;
  private final Configuration configuration;

  /** The machine's own disk: Java's calls are atomic where Hadoop's copy of them is not. */
  private final boolean local;

  private HadoopFiles(FileSystem fileSystem, Configuration configuration) {
    this.fileSystem = fileSystem;
    this.configuration = configuration;
    this.local = fileSystem instanceof RawLocalFileSystem && scheme().equals("file");
  }

  /**
   * @throws IOException if the path's file system cannot be reached
   */
  static HadoopFiles of(Path path, Configuration configuration) throws IOException {
    FileSystem fileSystem = path.getFileSystem(configuration);
    if (fileSystem instanceof ChecksumFileSystem checked) {
      // The manifest has checksums of its own; hidden .crc files would break when files are copied.
      fileSystem = checked.getRawFileSystem();
    }
    return new HadoopFiles(fileSystem, configuration);
  }

  private String scheme() {
    return fileSystem.getUri().getScheme();
  }

  Path qualified(Path path) {
    return fileSystem.makeQualified(path);
  }

  /** Whether a rename is one step, so that what is written aside can be published by one. */
  boolean renames() {
    return RENAMING.contains(scheme());
  }

  private java.nio.file.Path onDisk(Path path) {
    return ((RawLocalFileSystem) fileSystem).pathToFile(path).toPath();
  }

  boolean exists(Path path) throws IOException {
    return fileSystem.exists(path);
  }

  /** Names of what lies in a directory, sorted; none where it does not exist. */
  List<String> list(Path path) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus status : fileSystem.listStatus(path)) {
        names.add(status.getPath().getName());
      }
    } catch (FileNotFoundException absent) {
      return names;
    }
    names.sort(String::compareTo);
    return names;
  }

  /**
   * Bytes of a regular file: neither a directory nor a pipe nor a device.
   *
   * @throws FileNotFoundException if it is none, or not there
   */
  long length(Path path) throws IOException {
    FileStatus status;
    try {
      status = fileSystem.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw denied(path, e);
    }
    if (!status.isFile() || (local && !Files.isRegularFile(onDisk(path)))) {
      throw new FileNotFoundException(Redaction.of(path + " is not a regular file"));
    }
    return status.getLen();
  }

  InputStream open(Path path) throws IOException {
    try {
      return fileSystem.open(path);
    } catch (FileNotFoundException e) {
      throw denied(path, e);
    }
  }

  /** Hadoop's local file system says of what may not be read that it is not there. */
  private IOException denied(Path path, FileNotFoundException e) {
    boolean said = String.valueOf(e.getMessage()).contains("Permission denied");
    return said || (local && hidden(onDisk(path)))
        ? (IOException) new AccessDeniedException(Redaction.of(path.toString())).initCause(e)
        : e;
  }

  /** Whether a directory above may not be searched. */
  private static boolean hidden(java.nio.file.Path file) {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return false;
    } catch (AccessDeniedException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A directory's files to read a model from. */
  ModelDirectory.Source source(Path directory, RetryPolicy retries) {
    return new ModelDirectory.Source() {
      @Override
      public long length(String name) throws IOException {
        Path file = new Path(directory, name);
        return retries.call("read " + file, () -> HadoopFiles.this.length(file));
      }

      @Override
      public InputStream open(String name) throws IOException {
        Path file = new Path(directory, name);
        return retries.call("read " + file, () -> HadoopFiles.this.open(file));
      }

      @Override
      public boolean exists() throws IOException {
        return retries.call("look for " + directory, () -> HadoopFiles.this.exists(directory));
      }
    };
  }

  /** Runs at the last moment before a write becomes visible, and may refuse it. */
  @FunctionalInterface
  interface Check {
    void run() throws IOException;
  }

  /**
   * Writes a file and reads its length back.
   *
   * @param check runs before the file is closed: where there is no rename, that is when it appears
   * @return the SHA-256 of what was written, in hexadecimal digits
   */
  String write(Path target, FileContent content, Check check) throws IOException {
    MessageDigest digest = Manifest.digest();
    try {
      FSDataOutputStream out = fileSystem.create(target, true);
      try {
        content.writeTo(new DigestOutputStream(out, digest));
        if (renames() || out.hasCapability(StreamCapabilities.HSYNC)) {
          out.hsync();
        }
        check.run();
        out.close();
      } catch (IOException | RuntimeException | Error e) {
        abandon(out);
        throw e;
      }
    } catch (FSError e) {
      throw unwritten(target, e);
    }
    long length = fileSystem.getFileStatus(target).getLen();
    if (length != content.length()) {
      throw new IOException(
          Redaction.of(
              target + " has " + length + " bytes after writing " + content.length() + " to it"));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Gives up a stream. An object store would publish what there is when it is closed; HDFS throws
   * the same exception again, which try-with-resources cannot take.
   */
  private static void abandon(FSDataOutputStream out) {
    try {
      if (out.hasCapability("fs.capability.outputstream.abortable")) {
        out.abort();
      }
      out.close();
    } catch (IOException | RuntimeException | FSError ignored) {
      // The first exception says what went wrong.
    }
  }

  /** Hadoop's local file system throws an Error where a disk is full. */
  private static IOException unwritten(Path target, FSError error) {
    Throwable cause = error.getCause() == null ? error : error.getCause();
    return new IOException(
        Redaction.of("cannot write " + target + ": " + cause.getMessage()), error);
  }

  /** Creates a file that must not exist yet; of several callers one gets true. */
  boolean create(Path path, byte[] bytes) throws IOException {
    if (local) {
      java.nio.file.Path file = onDisk(path);
      try {
        Files.createDirectories(file.getParent());
      } catch (java.nio.file.FileAlreadyExistsException other) {
        throw new ParentNotDirectoryException(file.getParent() + " is not a directory");
      }
      try {
        Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return true;
      } catch (java.nio.file.FileAlreadyExistsException taken) {
        return false;
      }
    }
    try {
      FSDataOutputStream out = fileSystem.create(path, false);
      try {
        out.write(bytes);
        out.close();
      } catch (IOException | RuntimeException | Error e) {
        abandon(out);
        throw e;
      }
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    } catch (FSError e) {
      throw unwritten(path, e);
    }
  }

  /**
   * Renames in one step.
   *
   * @param overwrite whether a file of that name is replaced
   * @throws FileAlreadyExistsException if the name is taken and must not be replaced
   */
  void rename(Path from, Path to, boolean overwrite) throws IOException {
    if (!local) {
      FileContext.getFileContext(fileSystem.getUri(), configuration)
          .rename(from, to, overwrite ? Options.Rename.OVERWRITE : Options.Rename.NONE);
      return;
    }
    java.nio.file.Path target = onDisk(to);
    try {
      Files.move(onDisk(from), target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw (IOException) new FileNotFoundException(e.getMessage()).initCause(e);
    } catch (DirectoryNotEmptyException | java.nio.file.FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(to + " exists");
    } catch (java.nio.file.FileSystemException e) {
      if (!overwrite && Files.exists(target)) {
        throw new FileAlreadyExistsException(to + " exists");
      }
      throw e;
    }
    // The new name outlives a loss of power too.
    try (FileChannel parent = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
      parent.force(true);
    } catch (IOException unsupported) {
      return;
    }
  }

  void delete(Path path) throws IOException {
    fileSystem.delete(path, true);
  }
}
