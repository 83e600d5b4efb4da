package dev.recurrent.nlp.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The sections of {@code tokenizer.json} around the model. They follow from the kind alone: what
 * happens to text before the model sees it, and to tokens when they become text.
 */
final class TokenizerSections {

  /** The type of a section that names the class of an own tokenizer. */
  static final String OWN = "Recurrent";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private TokenizerSections() {}

  /** The whole file for a kind, in the order of its fields, without what the model has learned. */
  static ObjectNode of(TokenizerType kind) {
    ObjectNode file = NODES.objectNode();
    file.put("version", "1.0");
    file.putNull("truncation");
    file.putNull("padding");
    file.set("added_tokens", addedTokens());
    file.set(
        "normalizer", kind == TokenKind.BPE ? replace(' ', BpeTokenizer.SPACE) : NODES.nullNode());
    file.set("pre_tokenizer", preTokenizer(kind));
    file.putNull("post_processor");
    file.set("decoder", decoder(kind));
    file.set("model", model(kind));
    return file;
  }

  private static JsonNode preTokenizer(TokenizerType kind) {
    if (kind instanceof TokenizerClass) {
      return NODES.objectNode().put("type", OWN).put("class", kind.label());
    }
    return kind == TokenKind.CHAR
        ? NODES.nullNode()
        : split(kind == TokenKind.BPE ? BpeTokenizer.SPACE : ' ');
  }

  private static ArrayNode addedTokens() {
    ArrayNode tokens = NODES.arrayNode();
    for (int id = 0; id < Vocabulary.SPECIAL_TOKENS.size(); id++) {
      ObjectNode token = tokens.addObject();
      token.put("id", id);
      token.put("content", Vocabulary.SPECIAL_TOKENS.get(id));
      token.put("single_word", false);
      token.put("lstrip", false);
      token.put("rstrip", false);
      token.put("normalized", false);
      token.put("special", true);
    }
    return tokens;
  }

  private static ObjectNode replace(char from, char to) {
    ObjectNode replace = NODES.objectNode();
    replace.put("type", "Replace");
    replace.putObject("pattern").put("String", Character.toString(from));
    replace.put("content", Character.toString(to));
    return replace;
  }

  private static ObjectNode split(char space) {
    ObjectNode split = NODES.objectNode();
    split.put("type", "Split");
    split.putObject("pattern").put("Regex", PreTokens.expression(space));
    split.put("behavior", "Isolated");
    split.put("invert", false);
    return split;
  }

  private static ObjectNode decoder(TokenizerType kind) {
    ObjectNode decoder = NODES.objectNode();
    if (kind != TokenKind.BPE) {
      return decoder.put("type", "Fuse");
    }
    decoder.put("type", "Sequence");
    ArrayNode steps = decoder.putArray("decoders");
    // Spaces first: bytes may spell U+2581 itself, which has to stay.
    steps.add(replace(BpeTokenizer.SPACE, ' '));
    steps.addObject().put("type", "ByteFallback");
    steps.addObject().put("type", "Fuse");
    return decoder;
  }

  private static ObjectNode model(TokenizerType kind) {
    ObjectNode model = NODES.objectNode();
    String unknown = Vocabulary.SPECIAL_TOKENS.get(Vocabulary.UNKNOWN);
    if (kind == TokenKind.WORD || kind instanceof TokenizerClass) {
      return model.put("type", "WordLevel").put("unk_token", unknown);
    }
    model.put("type", "BPE");
    model.putNull("dropout");
    model.put("unk_token", unknown);
    model.putNull("continuing_subword_prefix");
    model.putNull("end_of_word_suffix");
    model.put("fuse_unk", false);
    model.put("byte_fallback", kind == TokenKind.BPE);
    model.put("ignore_merges", false);
    return model;
  }
}
