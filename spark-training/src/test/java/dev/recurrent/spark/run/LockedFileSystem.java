package dev.recurrent.spark.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The local disk of a user who may read no file of one name: as Hadoop says it where the test's own
 * user may read everything.
 */
public final class LockedFileSystem extends RawLocalFileSystem {
  private static final String LOCKED = "test.locked.name";

  public static Configuration configuration(String name) {
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", LockedFileSystem.class.getName());
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    configuration.set(LOCKED, name);
    return configuration;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (path.getName().equals(getConf().get(LOCKED))) {
      throw new FileNotFoundException(path.toUri().getPath() + " (Permission denied)");
    }
    return super.open(path, bufferSize);
  }
}
