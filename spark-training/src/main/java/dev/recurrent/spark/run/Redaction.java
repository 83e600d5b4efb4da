package dev.recurrent.spark.run;

import java.util.regex.Pattern;

/** Takes secrets out of URLs before they are written to a file, a log or a message. */
public final class Redaction {
  /** A user and a password before a host; a name alone, as of a container, is no secret. */
  private static final Pattern USER_INFORMATION =
      Pattern.compile("(?<=://)[^/\\s:@\"']*:[^/\\s\"']*@");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)([?&;](?:[\\w.-]*(?:password|passwd|pwd|secret|token|signature|credential"
              + "|api[_-]?key|access[_-]?key)|sig|sas)=)[^&;\\s\"']*");

  private Redaction() {}

  /**
   * The text with three stars for each {@code user:password} and each secret parameter of a URL.
   */
  public static String of(String text) {
    String users = USER_INFORMATION.matcher(text).replaceAll("***@");
    return PARAMETER.matcher(users).replaceAll("$1***");
  }
}
