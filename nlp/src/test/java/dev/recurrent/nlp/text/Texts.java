package dev.recurrent.nlp.text;

import java.util.List;
import java.util.Random;

/** Texts that the tests of this package learn from and encode. */
final class Texts {

  static final String ENGLISH =
      """
      The old lighthouse keeper counted the ships every evening, and every evening he wrote
      the number into a small green book. "Seven ships," he would say, "and one of them late."
      Nobody asked him why he counted; the ships didn't know that they were being counted at all.
      In 1987 the light was made to run by itself -- 24 hours a day, 365 days a year -- and the
      keeper moved into the village.	He still counts: the buses, the dogs, the children (11 of
      them) who run to school at 7:45.  Some habits are stronger than the reason they began for.
      """;

  static final String FRENCH =
      """
      L'été dernier, nous avons traversé la forêt à pied jusqu'au vieux château. Où étaient donc
      passés les gardiens ? Près de la fenêtre, une femme âgée nous a dit : « Ils sont partis
      hier, ou peut-être avant-hier ; ça n'a plus d'importance. » Le garçon goûta les mûres,
      s'assit sur une pierre et attendit. Noël était loin, mais déjà l'œil cherchait la neige.
      """;

  static final String GERMAN =
      """
      Die Straßenbahn fährt größere Bögen, als man von der Brücke aus sehen könnte. Übermorgen
      müssen die Gleise überprüft werden, heißt es im Büro der Verkehrsgesellschaft; bis dahin
      gilt der Fahrplan „Ersatzverkehr“. Für 2,80 € kommt man trotzdem bis zum Schlösschen, wo
      die Gärtner äußerst fleißig Äpfel in Körbe füllen und über das Wetter schimpfen.
      """;

  static final String RUSSIAN =
      """
      Вечером у реки стало тихо, и только старая лодка поскрипывала у причала. Мальчик сидел на
      берегу и считал огни: раз, два, три... «Пойдём домой, — сказала сестра, — ещё успеешь
      насчитаться». Объезд закрыли в 2003 году, но дорога всё ещё видна под травой. Съешь яблоко
      и не спорь, ёжик ждёт нас у крыльца!
      """;

  static final String ALL = ENGLISH + FRENCH + GERMAN + RUSSIAN;

  /** Texts with what is easily lost: pairs, marks that combine, all kinds of line ends. */
  static final List<String> ODD =
      List.of(
          "",
          " ",
          "  ",
          "\n",
          "\r\n\r\n",
          "a\r\nb\rc\n",
          "tab\tand\t\ttabs ",
          " leading,  double   and trailing  ",
          "no-break\u00A0space\u2003em\u3000ideographic\u2028line",
          "caf\u00E9 cafe\u0301 n\u0303o\u0308",
          "\uD83D\uDE00 smile\uD83D\uDE80\uD83D\uDE80, family \uD83D\uDC68\u200D\uD83D\uDC69",
          "thumb \uD83D\uDC4D\uD83C\uDFFD heart \u2764\uFE0F flag \uD83C\uDDEE\uD83C\uDDF3",
          "Привет, мир! Ёлка.",
          "\u0928\u092E\u0938\u094D\u0924\u0947 \u0926\u0941\u0928\u093F\u092F\u093E\u0964",
          "\u4F60\u597D\uFF0C\u4E16\u754C\u3002 \u65E5\u672C\u8A9E",
          "\uD835\uDD6C\uD835\uDD6D \uD800\uDF48 \uDBFF\uDFFD",
          "nul\u0000bell\u0007del\u007F",
          "block \u2581 and \u2581\u2581word",
          "<0x41> <pa d> <|x|> </ s>",
          "{\"json\": [1, 2.5e-3, null]} #version: 0.2\n\\path\\[^a-z&&]");

  private static final String FREQUENT = "etaoin shrdlu, .\n ETA'\"-()0123456789";

  private static final int[] BLOCKS = {
    0x0000, 0x0080, 0x0300, 0x0400, 0x0590, 0x0600, 0x0900, 0x0E00, 0x1680, 0x2000, 0x2100, 0x2190,
    0x2500, 0x2600, 0x2E00, 0x3000, 0x4E00, 0xAC00, 0xE000, 0xFE00, 0xFF00, 0xFFF0, 0x10300,
        0x1D400,
    0x1F300, 0x1F600, 0x1FA00, 0x20000, 0xE0000, 0x10FF00,
  };

  private Texts() {}

  /** Code points of all planes without surrogates, thick with spaces, marks and line ends. */
  static String random(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int codePoint =
          switch (random.nextInt(4)) {
            case 0 -> BLOCKS[random.nextInt(BLOCKS.length)] + random.nextInt(0x80);
            case 1 -> random.nextInt(Character.MAX_CODE_POINT + 1);
            default -> FREQUENT.charAt(random.nextInt(FREQUENT.length()));
          };
      boolean surrogate =
          codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      text.appendCodePoint(surrogate ? ' ' : codePoint);
    }
    return text.toString();
  }

  /** Any UTF-16 units, paired or not. */
  static String randomUnits(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int base = random.nextInt(3) == 0 ? Character.MIN_SURROGATE : 0;
      text.append((char) (base + random.nextInt(base == 0 ? 0x10000 : 0x800)));
    }
    return text.toString();
  }

  /** A tokenizer learned from the given text. */
  static Tokenizer learn(TokenKind kind, int vocabularySize, String text) {
    TokenCounts counts = new TokenCounts(kind);
    counts.add(text);
    return TokenizerTrainer.learn(kind, vocabularySize, counts);
  }
}
