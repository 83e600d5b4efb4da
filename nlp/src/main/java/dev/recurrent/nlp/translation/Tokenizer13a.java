package dev.recurrent.nlp.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The words that BLEU counts: mteval-v13a's rules, as the WMT campaigns and sacreBLEU (Post 2018,
 * arXiv:1804.08771) apply them. Marks of ASCII stand alone; a full stop or comma between digits and
 * a dash behind a letter stay where they are.
 */
final class Tokenizer13a {
  private static final Pattern MARKS = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
  private static final Pattern STOP_AFTER_OTHERS = Pattern.compile("([^0-9])([.,])");
  private static final Pattern STOP_BEFORE_OTHERS = Pattern.compile("([.,])([^0-9])");
  private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

  private Tokenizer13a() {}

  /** The words of one sentence. */
  static List<String> words(String sentence, boolean lowercase) {
    String text = lowercase ? sentence.toLowerCase(Locale.ROOT) : sentence;
    text = text.stripTrailing().replace("<skipped>", "").replace("-\n", "").replace('\n', ' ');
    if (text.indexOf('&') >= 0) {
      text =
          text.replace("&quot;", "\"")
              .replace("&amp;", "&")
              .replace("&lt;", "<")
              .replace("&gt;", ">");
    }
    text = MARKS.matcher(" " + text + " ").replaceAll(" $1 ");
    text = STOP_AFTER_OTHERS.matcher(text).replaceAll("$1 $2 ");
    text = STOP_BEFORE_OTHERS.matcher(text).replaceAll(" $1 $2");
    text = DASH_AFTER_DIGIT.matcher(text).replaceAll("$1 $2 ");
    return split(text);
  }

  /** Cut at white space of any kind, the one that does not break too. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean space = i == text.length() || isSpace(text.charAt(i));
      if (space && start >= 0) {
        words.add(text.substring(start, i));
        start = -1;
      } else if (!space && start < 0) {
        start = i;
      }
    }
    return words;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
