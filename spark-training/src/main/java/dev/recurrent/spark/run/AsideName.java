package dev.recurrent.spark.run;

import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file or directory is called before it gets its name: a dot, the name, a UUID. */
final class AsideName {
  private static final Pattern FORM =
      Pattern.compile("\\.(.+)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private AsideName() {}

  /** One that nobody else has. */
  static String of(String name) {
    return "." + name + "-" + UUID.randomUUID();
  }

  static boolean is(String found) {
    return FORM.matcher(found).matches();
  }

  /** Whether what was found was to be called so. */
  static boolean isOf(String found, String name) {
    return isOfAny(found, Set.of(name));
  }

  /** Whether what was found was to have one of these names. */
  static boolean isOfAny(String found, Set<String> names) {
    Matcher form = FORM.matcher(found);
    return form.matches() && names.contains(form.group(1));
  }
}
