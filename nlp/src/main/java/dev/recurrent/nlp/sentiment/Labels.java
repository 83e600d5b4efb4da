package dev.recurrent.nlp.sentiment;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How labels are spelled, so that one label written in two ways is one label. */
public final class Labels {
  private static final Pattern DECIMAL = Pattern.compile("([-+]?)(0|[1-9][0-9]*)(\\.[0-9]*?)0*");

  private Labels() {}

  /**
   * The one spelling of a label: a number without zeros at the end of its fraction ("1.0" and "1"
   * are 1, "2.50" is 2.5), true and false in lower case, all else without blanks at its ends. Codes
   * such as "01" are no numbers. True is not 1: a table that has the one where training had the
   * other does not say which it means.
   */
  public static String canonical(String label) {
    String text = label.strip();
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals("true") || lower.equals("false")) {
      return lower;
    }
    Matcher number = DECIMAL.matcher(text);
    if (!number.matches()) {
      return text;
    }
    String fraction = number.group(3).length() == 1 ? "" : number.group(3);
    String digits = number.group(2) + fraction;
    return number.group(1).equals("-") && !digits.equals("0") ? "-" + digits : digits;
  }

  /** All in their one spelling, or as they are if two would become one. */
  static List<String> canonical(List<String> labels) {
    List<String> spelled = labels.stream().map(Labels::canonical).toList();
    return spelled.stream().distinct().count() == labels.size() ? spelled : List.copyOf(labels);
  }
}
