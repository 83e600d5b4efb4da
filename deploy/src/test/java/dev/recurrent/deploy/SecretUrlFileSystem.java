package dev.recurrent.deploy;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk under URLs with a user and a password: {@code planted://user:password@host/path}.
 * Names of files have both, as those of HDFS do.
 */
public final class SecretUrlFileSystem extends RawLocalFileSystem {
  private static final URI NOWHERE = URI.create("planted:///");
  private URI uri;

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(URI.create("file:///"), configuration);
    uri = URI.create("planted://" + name.getRawAuthority());
  }

  @Override
  public URI getUri() {
    // Asked for before there is an object, too.
    return uri == null ? NOWHERE : uri;
  }

  @Override
  public String getScheme() {
    return "planted";
  }

  @Override
  protected void checkPath(Path path) {}

  @Override
  public File pathToFile(Path path) {
    return new File(path.toUri().getPath());
  }
}
