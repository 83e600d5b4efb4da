package dev.recurrent.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.recurrent.train.Adam;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.RetriableException;
import org.apache.hadoop.ipc.StandbyException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {
  private static RetryPolicy policy(int seconds) {
    Configuration configuration = new Configuration(false);
    configuration.setInt(RetryPolicy.KEY, seconds);
    return RetryPolicy.of(configuration);
  }

  private static Stream<IOException> transientFaults() {
    return Stream.of(
        new ConnectException("Call From a to b:9000 failed on connection exception"),
        new NoRouteToHostException("No Route to Host from a to b"),
        new SocketTimeoutException("60000 millis timeout"),
        new RetriableException("NameNode still not started"),
        new StandbyException("Operation category WRITE is not supported in state standby"),
        new EOFException("End of File Exception between local host is: \"a\""),
        new RemoteException(
            "org.apache.hadoop.hdfs.server.namenode.SafeModeException",
            "Cannot create file. Name node is in safe mode.\n\tat a.b.c"),
        new IOException("wrapped", new ConnectException("refused")));
  }

  @ParameterizedTest
  @MethodSource("transientFaults")
  void aFileSystemThatIsAwayForAWhileIsTriedAgain(IOException fault) throws IOException {
    AtomicInteger calls = new AtomicInteger();
    int result =
        policy(5)
            .call(
                "write x",
                () -> {
                  if (calls.incrementAndGet() == 1) {
                    throw fault;
                  }
                  return 7;
                });
    assertEquals(7, result);
    assertEquals(2, calls.get());
  }

  private static Stream<IOException> lasting() {
    return Stream.of(
        new FileNotFoundException("x"),
        new UnknownHostException("nowhere"),
        new AccessControlException("Permission denied"),
        new EOFException("premature end"),
        new RemoteException("org.apache.hadoop.hdfs.protocol.DSQuotaExceededException", "full"),
        new IOException("No space left on device"));
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void aFaultThatLastsIsReportedAtOnce(IOException fault) {
    AtomicInteger calls = new AtomicInteger();
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                policy(5)
                    .call(
                        "write x",
                        () -> {
                          calls.incrementAndGet();
                          throw fault;
                        }));
    assertEquals(fault, e);
    assertEquals(1, calls.get());
    assertFalse(RetryPolicy.isTransient(fault));
  }

  @Test
  void whenTheTimeIsUpTheLastFaultIsToldInOneLine() {
    IOException fault =
        new RemoteException(
            "org.apache.hadoop.hdfs.server.namenode.SafeModeException", "safe mode\n\tat a.b.c");
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                policy(1)
                    .call(
                        "write hdfs://a/b",
                        () -> {
                          throw fault;
                        }));
    String message = e.getMessage();
    assertTrue(message.startsWith("cannot write hdfs://a/b: tried for 1 s, at last: "), message);
    assertTrue(message.endsWith("safe mode (SafeModeException)"), message);
  }

  @Test
  void whatFollowsAWaitInVainIsTriedOnceUntilSomethingSucceeds() throws IOException {
    RetryPolicy policy = policy(1);
    AtomicInteger calls = new AtomicInteger();
    RetryPolicy.Operation<Integer> away =
        () -> {
          calls.incrementAndGet();
          throw new ConnectException("Connection refused");
        };
    assertThrows(IOException.class, () -> policy.call("write x", away));
    assertTrue(calls.get() > 1, "waited " + calls);
    calls.set(0);
    assertThrows(IOException.class, () -> policy.call("write y", away));
    assertEquals(1, calls.get());
    assertEquals(7, policy.call("write z", () -> 7));
    calls.set(0);
    assertThrows(IOException.class, () -> policy.call("write y", away));
    assertTrue(calls.get() > 1, "waited " + calls);
  }

  @Test
  void aCheckpointIsWrittenWhenTheFileSystemIsBack(@TempDir Path folder) throws Exception {
    Checkpoints small = new Checkpoints(3);
    try (RunDirectory run =
        RunDirectory.take(folder.toString(), AwayFileSystem.configuration(2, 30))) {
      run.save(small.checkpoint(1), small.layout());
      Checkpoint read = run.restore(small.layout(), Adam.defaults(), 2, List.of("model.json"));
      assertEquals(1, read.state().round);
    }
  }

  @Test
  void aFileSystemThatStaysAwayIsNamedAndNotTheClosingOfItsStream(@TempDir Path folder)
      throws Exception {
    Checkpoints small = new Checkpoints(3);
    try (RunDirectory run =
        RunDirectory.take(folder.toString(), AwayFileSystem.configuration(1_000, 0))) {
      IOException e =
          assertThrows(IOException.class, () -> run.save(small.checkpoint(1), small.layout()));
      String message = e.getMessage();
      assertTrue(message.startsWith("cannot write file:" + folder), message);
      assertTrue(message.endsWith("Connection refused (ConnectException)"), message);
    }
  }
}
