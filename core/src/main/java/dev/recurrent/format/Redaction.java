package dev.recurrent.format;

import java.util.regex.Pattern;

/** Takes secrets out of URLs before they are written to a file, a log or a message. */
public final class Redaction {
  /**
   * Regular expression of a user and a password before a host; a name alone, as of a container, is
   * no secret.
   */
  public static final String USER_INFORMATION = "(?<=://)[^/\\s:@\"']*:[^/\\s\"']*@";

  private static final Pattern USERS = Pattern.compile(USER_INFORMATION);

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)([?&;](?:[\\w.-]*(?:password|passwd|pwd|secret|token|signature|credential"
              + "|api[_-]?key|access[_-]?key)|sig|sas)=)[^&;\\s\"']*");

  private Redaction() {}

  /**
   * The text with three stars for each {@code user:password} and each secret parameter of a URL.
   */
  public static String of(String text) {
    String users = USERS.matcher(text).replaceAll("***@");
    return PARAMETER.matcher(users).replaceAll("$1***");
  }
}
