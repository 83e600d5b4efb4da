package dev.recurrent.nlp.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recurrent.format.JsonFault;
import dev.recurrent.format.ModelDirectory;
import dev.recurrent.format.UnusableModelException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tokenizers as {@code tokenizer.json}, the file of the HuggingFace tokenizers library.
 *
 * <p>That library reads the files of all three kinds and gives the same ids for the same text and
 * the same text for the same ids, but for these cases:
 *
 * <ul>
 *   <li>Text that spells out a special token, such as {@code </s>}: the library takes it for the
 *       token, {@link Tokenizer#encode} for four characters.
 *   <li>BPE and U+2581, the block that stands for the space: the library takes it for a space,
 *       {@link Tokenizer#encode} spells it in bytes.
 *   <li>Java strings with unpaired surrogates, which the library cannot take.
 *   <li>BPE ids whose byte tokens are not valid UTF-8: the library replaces every byte of the run,
 *       {@link Tokenizer#decode} only those that are part of no character.
 * </ul>
 *
 * <p>The kind of the tokenizer follows from the model: {@code WordLevel} is WORD, {@code BPE} is
 * BPE with byte fallback and CHAR without. A file of an own tokenizer names its class in {@code
 * pre_tokenizer}, and the HuggingFace library does not read it. Only files written by this class
 * can be read by it.
 */
public final class TokenizerJson {

  /** Far above what a written file nests: the file, the decoder, its list, a step, a pattern. */
  private static final int DEEPEST = 16;

  private static final int LONGEST_STRING = 65_536;

  private static final int LONGEST_NUMBER = 32;

  /** How much of a wrong value a message shows. */
  private static final int SHOWN_LENGTH = 60;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST_STRING)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private TokenizerJson() {}

  /** The file's text; the same tokenizer gives the same text. */
  public static String write(Tokenizer tokenizer) {
    ObjectNode file = TokenizerSections.of(tokenizer.kind());
    ObjectNode model = (ObjectNode) file.get("model");
    Vocabulary vocabulary = tokenizer.vocabulary();
    ObjectNode ids = model.putObject("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.token(id), id);
    }
    if (model.path("type").textValue().equals("BPE")) {
      ArrayNode merges = model.putArray("merges");
      if (tokenizer instanceof BpeTokenizer bpe) {
        MergeTable table = bpe.merges();
        for (int rank = 0; rank < table.size(); rank++) {
          String left = vocabulary.token(table.left(rank));
          merges.add(left + " " + vocabulary.token(table.right(rank)));
        }
      }
    }
    return file.toString();
  }

  /** The file's bytes, in UTF-8; the same tokenizer gives the same bytes. */
  public static byte[] writeBytes(Tokenizer tokenizer) {
    return write(tokenizer).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The tokenizer of a model.
   *
   * @param name of the file
   * @param size of the vocabulary that the model was trained with
   * @throws UnusableModelException if the file is missing, altered, not as {@link #write} has
   *     written it, or of another size
   */
  public static Tokenizer read(ModelDirectory directory, String name, int size) {
    Tokenizer tokenizer = read(directory.file(name), directory.where() + "/" + name);
    int found = tokenizer.vocabulary().size();
    if (found != size) {
      throw new UnusableModelException(
          directory.where() + "/" + name + " has " + found + " tokens, the model has " + size);
    }
    return tokenizer;
  }

  /**
   * The tokenizer of a model's file.
   *
   * @param name of the file, for the message
   * @throws UnusableModelException if the file is not as {@link #write} has written it, or names a
   *     class that is not on the class path
   */
  public static Tokenizer read(byte[] file, String name) {
    try {
      return readBytes(file);
    } catch (IllegalArgumentException e) {
      throw new UnusableModelException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * The tokenizer of a file's bytes.
   *
   * @param bytes the file, in UTF-8
   * @throws IllegalArgumentException if the bytes are not a file that {@link #write} can have
   *     written; the message names the field or token
   */
  public static Tokenizer readBytes(byte[] bytes) {
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "tokenizer.json has bytes that are not UTF-8, expected UTF-8 text throughout", e);
    }
  }

  /**
   * The tokenizer of a file's text.
   *
   * @throws IllegalArgumentException if the text is not a file that {@link #write} can have
   *     written; the message names the field or token
   */
  public static Tokenizer read(String text) {
    JsonNode file = parse(text);
    JsonNode model = require(file.get("model"), "model", "an object", JsonNode::isObject);
    TokenizerType kind = kind(model, file.path("pre_tokenizer"));
    checkSections(file, TokenizerSections.of(kind));
    Vocabulary vocabulary = vocabulary(model.get("vocab"));
    if (kind == TokenKind.BPE) {
      JsonNode merges = require(model.get("merges"), "model.merges", "a list", JsonNode::isArray);
      return new BpeTokenizer(vocabulary, merges(merges, vocabulary));
    }
    if (kind == TokenKind.CHAR) {
      require(model.get("merges"), "model.merges", "an empty list", node -> node.isEmpty());
    }
    return TokenizerTrainer.of(kind, vocabulary);
  }

  private static JsonNode parse(String text) {
    JsonNode file;
    try {
      file = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "tokenizer.json is not JSON: it "
              + JsonFault.of(e)
              + "; use a file that this library has written",
          e);
    }
    return require(file, "the whole file", "an object", JsonNode::isObject);
  }

  private static TokenizerType kind(JsonNode model, JsonNode preTokenizer) {
    JsonNode type = require(model.get("type"), "model.type", "a string", JsonNode::isTextual);
    return switch (type.textValue()) {
      case "WordLevel" ->
          TokenizerSections.OWN.equals(preTokenizer.path("type").textValue())
              ? TokenizerClass.of(preTokenizer.path("class").asText())
              : TokenKind.WORD;
      case "BPE" -> {
        JsonNode fallback = model.get("byte_fallback");
        require(fallback, "model.byte_fallback", "true or false", JsonNode::isBoolean);
        yield fallback.booleanValue() ? TokenKind.BPE : TokenKind.CHAR;
      }
      default -> throw wrong("model.type", type, "\"BPE\" or \"WordLevel\"");
    };
  }

  /** Everything but what the model has learned must be what the kind's own file says. */
  private static void checkSections(JsonNode file, JsonNode expected) {
    checkFields("", file, expected, "model");
    checkFields("model.", file.get("model"), expected.get("model"), "");
  }

  private static void checkFields(String path, JsonNode found, JsonNode expected, String except) {
    Iterator<Map.Entry<String, JsonNode>> fields = expected.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      String name = field.getKey();
      JsonNode wanted = field.getValue();
      JsonNode value = found.get(name);
      boolean same = value == null ? wanted.isNull() : value.equals(wanted);
      if (!same && !name.equals(except)) {
        throw wrong(path + name, value, shorten(wanted.toString()));
      }
    }
  }

  private static Vocabulary vocabulary(@Nullable JsonNode vocab) {
    JsonNode entries = require(vocab, "model.vocab", "an object", JsonNode::isObject);
    if (entries.size() > Vocabulary.MAXIMUM_SIZE) {
      throw new IllegalArgumentException(
          "model.vocab in tokenizer.json has "
              + entries.size()
              + " tokens, expected at most "
              + Vocabulary.MAXIMUM_SIZE);
    }
    @Nullable String[] tokens = new @Nullable String[entries.size()];
    Iterator<Map.Entry<String, JsonNode>> fields = entries.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      JsonNode id = field.getValue();
      String name = "model.vocab[\"" + shorten(field.getKey()) + "\"]";
      String range = "an id from 0 to " + (tokens.length - 1);
      require(id, name, range, node -> node.isInt() && inRange(node.intValue(), tokens.length));
      if (tokens[id.intValue()] != null) {
        throw wrong(name, id, "an id that no other token has");
      }
      tokens[id.intValue()] = field.getKey();
    }
    // As many different ids as places leave no place empty.
    return new Vocabulary(Arrays.stream(tokens).map(Objects::requireNonNull).toList());
  }

  private static boolean inRange(int id, int size) {
    return id >= 0 && id < size;
  }

  private static MergeTable merges(JsonNode entries, Vocabulary vocabulary) {
    IdBuffer lefts = new IdBuffer(entries.size());
    IdBuffer rights = new IdBuffer(entries.size());
    for (int rank = 0; rank < entries.size(); rank++) {
      JsonNode entry = entries.get(rank);
      String name = "model.merges[" + rank + "]";
      String expected = "a string of two tokens of the vocabulary with a space between them";
      require(entry, name, expected, JsonNode::isTextual);
      String pair = entry.textValue();
      int border = pair.indexOf(' ');
      String left = border < 0 ? "" : pair.substring(0, border);
      String right = pair.substring(border + 1);
      if (!vocabulary.contains(left) || !vocabulary.contains(right)) {
        throw wrong(name, entry, expected);
      }
      lefts.add(vocabulary.id(left));
      rights.add(vocabulary.id(right));
    }
    return new MergeTable(lefts.toArray(), rights.toArray(), vocabulary);
  }

  private static JsonNode require(
      @Nullable JsonNode value, String field, String expected, Predicate<JsonNode> right) {
    if (value == null || !right.test(value)) {
      throw wrong(field, value, expected);
    }
    return value;
  }

  private static IllegalArgumentException wrong(
      String field, @Nullable JsonNode value, String expected) {
    return new IllegalArgumentException(
        field
            + " in tokenizer.json is "
            + (value == null ? "missing" : shorten(value.toString()))
            + ", expected "
            + expected
            + "; use a file that this library has written");
  }

  private static String shorten(String text) {
    return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "...";
  }
}
