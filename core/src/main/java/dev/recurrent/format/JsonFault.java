package dev.recurrent.format;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a text is not JSON, in the words of our messages. */
public final class JsonFault {
  private static final int SHOWN = 40;

  /** How Jackson shows what it found. */
  private static final Pattern FOUND =
      Pattern.compile("^(Unexpected character|Unrecognized token|Duplicate field) \\(?'(.*?)'");

  private JsonFault() {}

  /**
   * What was found instead of JSON and where, such as {@code has "}" at line 2, column 7, where
   * JSON cannot have it}. It follows the name of the text.
   */
  public static String of(JsonProcessingException e) {
    String place = place(e.getLocation());
    if (e instanceof JsonEOFException) {
      return "ends too early" + place;
    }
    if (e instanceof StreamConstraintsException) {
      return "has " + limit(String.valueOf(e.getOriginalMessage())) + place;
    }
    if (e instanceof MismatchedInputException) {
      return "has more than one JSON value" + place;
    }
    Matcher found = FOUND.matcher(String.valueOf(e.getOriginalMessage()));
    if (!found.find()) {
      return "is damaged" + place;
    }
    String shown = "\"" + ShownText.of(String.valueOf(found.group(2)), SHOWN) + "\"";
    return String.valueOf(found.group(1)).startsWith("Duplicate")
        ? "has the field " + shown + " twice" + place
        : "has " + shown + place + ", where JSON cannot have it";
  }

  /** Which of the reader's limits the text is beyond. */
  private static String limit(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    return text.contains("depth")
        ? "too many objects and lists inside one another"
        : text.contains("number") ? "a number of too many digits" : "a text that is too long";
  }

  /** A text of one line needs no line: it may be one of many in a file. */
  private static String place(@Nullable JsonLocation at) {
    if (at == null || at.getLineNr() < 1) {
      return "";
    }
    String column = "column " + at.getColumnNr();
    return " at " + (at.getLineNr() == 1 ? column : "line " + at.getLineNr() + ", " + column);
  }
}
