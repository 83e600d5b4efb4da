package dev.recurrent.spark.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A file of options: what the command line leaves out, it says. */
final class ConfigFile implements IDefaultValueProvider {
  private final Config config;

  private ConfigFile(Config config) {
    this.config = config;
  }

  /**
   * Reads a HOCON file from any Hadoop path.
   *
   * @throws JobException if it cannot be read or has a key that is no option of the command
   */
  static ConfigFile read(String file, CommandSpec command) {
    Config config;
    try {
      Path path = new Path(file);
      try (var in = path.getFileSystem(new Configuration()).open(path)) {
        config =
            ConfigFactory.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                .resolve();
      }
    } catch (IOException e) {
      throw JobException.usage("--config " + file + " cannot be read: " + e.getMessage());
    } catch (ConfigException e) {
      throw JobException.usage("--config " + file + " is not HOCON: " + e.getMessage());
    }
    List<String> known = names(command);
    for (String key : config.root().keySet()) {
      if (!known.contains(key)) {
        throw JobException.usage(
            "--config "
                + file
                + ": unknown key \""
                + key
                + "\"; the nearest is \""
                + Nearest.of(key, known)
                + "\"");
      }
    }
    for (Map.Entry<String, ConfigValue> entry : config.root().entrySet()) {
      ConfigValueType type = entry.getValue().valueType();
      if (type == ConfigValueType.OBJECT || type == ConfigValueType.LIST) {
        throw JobException.usage(
            "--config "
                + file
                + ": key \""
                + entry.getKey()
                + "\" is a block or a list, expected one value");
      }
    }
    return new ConfigFile(config);
  }

  /** The command's options without their dashes. */
  static List<String> names(CommandSpec command) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      names.add(name(option));
    }
    return names;
  }

  static String name(OptionSpec option) {
    return option.longestName().replaceFirst("^--?", "");
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!argument.isOption()) {
      return null;
    }
    String key = name((OptionSpec) argument);
    return config.root().containsKey(key)
        ? String.valueOf(config.root().get(key).unwrapped())
        : null;
  }
}
