package dev.recurrent.spark.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A file of options, for those that the command line does not give. */
final class ConfigFile implements IDefaultValueProvider {
  /** A file that names another would be read by half, and help is no run. */
  private static final List<String> ONLY_ARGUMENTS = List.of("config", "help");

  private final Map<String, String> values;

  private ConfigFile(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads a HOCON file from any Hadoop path.
   *
   * @param hadoop null for a command without Spark, whose file lies on this machine
   * @throws JobException if it cannot be read or has a key that is no option of the command
   */
  static ConfigFile read(
      String file, @Nullable Configuration hadoop, CommandSpec command, Console console) {
    Config config = parse(file, hadoop);
    Map<String, String> former = OptionNames.former(command);
    List<String> known = OptionNames.of(command);
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.root().entrySet()) {
      String key = entry.getKey();
      String name = former.getOrDefault(key, key);
      if (!known.contains(name)) {
        String owners = OptionNames.owners(key, command);
        throw JobException.usage(
            "--config "
                + file
                + ": "
                + (owners.isEmpty() ? "unknown key" : "key")
                + " \""
                + key
                + "\""
                + (owners.isEmpty()
                    ? "; the nearest is \"" + Nearest.of(key, known) + "\""
                    : owners + "; give each command its own file"));
      }
      if (ONLY_ARGUMENTS.contains(name)) {
        throw JobException.usage(
            "--config "
                + file
                + ": key \""
                + key
                + "\" works only as --"
                + key
                + " of the command");
      }
      ConfigValueType type = entry.getValue().valueType();
      if (type == ConfigValueType.NULL) {
        throw JobException.usage(
            "--config "
                + file
                + ": key \""
                + key
                + "\" is null, expected a value; or leave it out");
      }
      if (type == ConfigValueType.OBJECT || type == ConfigValueType.LIST) {
        throw JobException.usage(
            "--config " + file + ": key \"" + key + "\" is a block or a list, expected one value");
      }
      if (!name.equals(key)) {
        OptionNames.sayRenamed(key, name, console);
      }
      values.put(name, String.valueOf(entry.getValue().unwrapped()));
    }
    return new ConfigFile(values);
  }

  private static byte[] bytes(String file, @Nullable Configuration hadoop) throws IOException {
    if (hadoop == null) {
      return Files.readAllBytes(java.nio.file.Path.of(file));
    }
    Path path = new Path(file);
    try (var in = path.getFileSystem(hadoop).open(path)) {
      return in.readAllBytes();
    }
  }

  private static Config parse(String file, @Nullable Configuration hadoop) {
    try {
      String text = new String(bytes(file, hadoop), StandardCharsets.UTF_8);
      return ConfigFactory.parseString(text).resolve();
    } catch (ConfigException e) {
      throw JobException.usage("--config " + file + " is not HOCON: " + e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      Diagnosis diagnosis = Diagnosis.of(e);
      // A host that does not answer may answer later; a file that is not there is a wrong name.
      ExitCode code = diagnosis.code() == ExitCode.BAD_INPUT ? ExitCode.USAGE : diagnosis.code();
      throw new JobException(
          code, "--config " + file + " cannot be read: " + diagnosis.message(), e);
    }
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option ? values.get(OptionNames.of(option)) : null;
  }
}
