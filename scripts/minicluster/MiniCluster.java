import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * {@code MiniCluster DIRECTORY SERVICES}: a small HDFS and YARN in one JVM, for scripts/cluster.
 * SERVICES is {@code hdfs}, {@code yarn} or both with a comma. What clients need to know is written
 * to {@code DIRECTORY/conf}. Its servers listen on the loopback address. Ends with the JVM.
 *
 * <p>What is written to {@code DIRECTORY/request} is done to the NameNode: {@code stop}, {@code
 * start}, {@code safe-mode}, {@code leave-safe-mode}. Then {@code DIRECTORY/answer} says {@code
 * done}, or why not.
 */
public final class MiniCluster {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int DATA_NODES = 2;
  private static final int NODE_MANAGERS = 2;
  private static final List<String> SERVERS =
      List.of(
          "yarn.resourcemanager.address",
          "yarn.resourcemanager.scheduler.address",
          "yarn.resourcemanager.resource-tracker.address",
          "yarn.resourcemanager.admin.address",
          "yarn.resourcemanager.webapp.address");
  private static final List<String> CORE_KEYS =
      List.of("fs.defaultFS", "dfs.replication", "hadoop.tmp.dir");
  private static final List<String> YARN_KEYS =
      Stream.concat(
              Stream.of("yarn.resourcemanager.hostname", "yarn.application.classpath"),
              SERVERS.stream())
          .toList();

  private MiniCluster() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]).toAbsolutePath();
    Set<String> services = Set.of(arguments[1].split(","));
    Path conf = Files.createDirectories(directory.resolve("conf"));
    Configuration core = new Configuration();
    core.set("hadoop.tmp.dir", directory.resolve("tmp").toString());
    MiniDFSCluster hdfs = services.contains("hdfs") ? startHdfs(core, directory) : null;
    write(core, CORE_KEYS, conf.resolve("core-site.xml"));
    if (services.contains("yarn")) {
      write(startYarn(core, directory), YARN_KEYS, conf.resolve("yarn-site.xml"));
    }
    System.out.println("mini cluster is up: " + core.get("fs.defaultFS"));
    if (hdfs != null) {
      answer(hdfs, directory);
    }
  }

  private static void answer(MiniDFSCluster hdfs, Path directory) throws Exception {
    Path request = directory.resolve("request");
    while (true) {
      Thread.sleep(100);
      if (!Files.exists(request)) {
        continue;
      }
      String asked = Files.readString(request).strip();
      Files.delete(request);
      String answer;
      try {
        change(hdfs, asked);
        answer = "done";
      } catch (Exception e) {
        answer = asked + ": " + e;
      }
      Path part = Files.writeString(directory.resolve("answer.part"), answer + "\n");
      Files.move(part, directory.resolve("answer"), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static void change(MiniDFSCluster hdfs, String asked) throws IOException {
    switch (asked) {
      case "stop" -> hdfs.shutdownNameNode(0);
      case "start" -> hdfs.restartNameNode(0, true);
      case "safe-mode" -> hdfs.getFileSystem().setSafeMode(SafeModeAction.SAFEMODE_ENTER);
      case "leave-safe-mode" -> hdfs.getFileSystem().setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
      default -> throw new IllegalArgumentException("no such request");
    }
  }

  private static MiniDFSCluster startHdfs(Configuration core, Path directory) throws IOException {
    // One machine: a second copy survives the loss of a data node, a third would need a third node.
    core.setInt("dfs.replication", DATA_NODES);
    core.set("dfs.namenode.rpc-bind-host", LOOPBACK);
    core.set("dfs.namenode.http-bind-host", LOOPBACK);
    MiniDFSCluster hdfs =
        new MiniDFSCluster.Builder(core, directory.resolve("hdfs").toFile())
            .nameNodePort(freePort(8020))
            .numDataNodes(DATA_NODES)
            .build();
    hdfs.waitActive();
    core.set("fs.defaultFS", hdfs.getURI().toString());
    return hdfs;
  }

  private static Configuration startYarn(Configuration core, Path directory) throws Exception {
    Configuration yarn = new Configuration(core);
    yarn.setBoolean("yarn.minicluster.fixed.ports", true);
    yarn.set("yarn.resourcemanager.hostname", LOOPBACK);
    for (String server : SERVERS) {
      yarn.set(server, LOOPBACK + ":" + freePort(0));
    }
    // Each node manager takes a port of its own.
    for (String server : List.of("address", "localizer.address", "webapp.address")) {
      yarn.set("yarn.nodemanager." + server, LOOPBACK + ":0");
    }
    // What applications may ask for. YARN only counts it: it neither takes the memory nor needs it.
    yarn.setInt("yarn.minicluster.yarn.nodemanager.resource.memory-mb", 32 * 1024);
    yarn.setInt("yarn.nodemanager.resource.cpu-vcores", 16);
    yarn.setInt("yarn.scheduler.minimum-allocation-mb", 128);
    yarn.set("yarn.scheduler.capacity.root.queues", "default");
    yarn.set("yarn.scheduler.capacity.root.default.capacity", "100");
    yarn.set("yarn.scheduler.capacity.maximum-am-resource-percent", "0.6");
    // A JVM reserves far more address space than it uses.
    yarn.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    // A laptop's disk is often fuller than 90 %, where a node manager would give up.
    yarn.setFloat(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", 99.5f);
    yarn.set("yarn.application.classpath", "");
    MiniYARNCluster cluster = new MiniYARNCluster("yarn", NODE_MANAGERS, 1, 1);
    cluster.init(yarn);
    cluster.start();
    if (!cluster.waitForNodeManagersToConnect(30_000)) {
      throw new IllegalStateException("YARN's node managers did not register in 30 s");
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(cluster)));
    return cluster.getConfig();
  }

  /** Ends the applications' processes. HDFS needs no orderly end: its files are deleted. */
  private static void end(MiniYARNCluster cluster) {
    cluster.stop();
    Runtime.getRuntime().halt(0);
  }

  /** The port, or another if somebody has it. */
  private static int freePort(int wanted) throws IOException {
    InetAddress loopback = InetAddress.getByName(LOOPBACK);
    try (ServerSocket socket = new ServerSocket(wanted, 1, loopback)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      return freePort(0);
    }
  }

  /** Only what a client needs: servers' settings name classes that a client does not have. */
  private static void write(Configuration all, List<String> keys, Path file) throws IOException {
    Configuration some = new Configuration(false);
    for (String key : keys) {
      String value = all.get(key);
      if (value != null) {
        some.set(key, value);
      }
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      some.writeXml(out);
    }
  }
}
