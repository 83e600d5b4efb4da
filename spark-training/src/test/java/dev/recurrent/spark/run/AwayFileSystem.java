package dev.recurrent.spark.run;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk whose first writes fail as HDFS's do when it is away: with one exception for the
 * write, which closing the stream throws again.
 */
public final class AwayFileSystem extends RawLocalFileSystem {
  private static final String FAILURES = "test.away.failures";
  private int failures;

  static Configuration configuration(int failures, int retrySeconds) {
    Configuration configuration = new Configuration();
    configuration.set("fs.file.impl", AwayFileSystem.class.getName());
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    configuration.setInt(FAILURES, failures);
    configuration.setInt(RetryPolicy.KEY, retrySeconds);
    return configuration;
  }

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    failures = configuration.getInt(FAILURES, 0);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    FSDataOutputStream out =
        super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    if (failures-- <= 0) {
      return out;
    }
    out.close();
    ConnectException away = new ConnectException("Connection refused");
    return new FSDataOutputStream(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw away;
          }

          @Override
          public void close() throws IOException {
            throw away;
          }
        },
        null);
  }
}
