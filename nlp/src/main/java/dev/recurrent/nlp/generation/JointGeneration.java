package dev.recurrent.nlp.generation;

import dev.recurrent.math.Matrix;
import dev.recurrent.nlp.text.Tokenizer;
import dev.recurrent.nlp.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Continues several prompts in one pass: at each step every text reads one token, of its prompt or
 * drawn. A text that is done leaves the pass.
 */
final class JointGeneration {
  private static final int FIRST = Vocabulary.SPECIAL_TOKENS.size();

  /** Waits for whole texts. */
  static final TextListener NOBODY =
      new TextListener() {
        @Override
        public boolean wantsPieces(int prompt) {
          return false;
        }

        @Override
        public void piece(int prompt, String piece) {}

        @Override
        public boolean stopped(int prompt) {
          return false;
        }
      };

  /** A prompt and what is written behind it. */
  private static final class Growing {
    private final int[] prompt;
    private final int[] written;
    private final Sampler sampler;
    private final int place;
    private final TextListener listener;

    /** Null where nobody wants pieces. */
    private final @Nullable GrowingText text;

    private int read;
    private int size;

    private Growing(int place, TextGenerator.Prompt asked, Tokenizer tokenizer, TextListener l) {
      int[] tokens = tokenizer.encode(asked.text().isEmpty() ? "\n" : asked.text());
      this.prompt = tokens.length == 0 ? new int[] {Vocabulary.UNKNOWN} : tokens;
      this.written = new int[asked.length()];
      this.sampler = new Sampler(asked.sampling());
      this.place = place;
      this.listener = l;
      this.text = l.wantsPieces(place) ? new GrowingText(tokenizer) : null;
    }

    private int next() {
      return read < prompt.length ? prompt[read++] : written[size - 1];
    }

    /** Draws a token where the prompt is read; the logits are those behind the last token. */
    private void draw(Matrix logits, int row) {
      if (read == prompt.length && size < written.length) {
        int token = sampler.draw(logits, row, FIRST);
        written[size++] = token;
        String piece = text == null ? "" : text.add(token) + (done() ? text.rest() : "");
        if (!piece.isEmpty()) {
          listener.piece(place, piece);
        }
      }
    }

    private boolean done() {
      return size == written.length;
    }

    private boolean over() {
      return done() || listener.stopped(place);
    }
  }

  private JointGeneration() {}

  /** The texts of prompts, in their order. */
  static List<String> run(
      LanguageModelPass pass,
      Tokenizer tokenizer,
      List<TextGenerator.Prompt> prompts,
      TextListener listener) {
    List<Growing> all = new ArrayList<>();
    for (TextGenerator.Prompt prompt : prompts) {
      all.add(new Growing(all.size(), prompt, tokenizer, listener));
    }
    List<Growing> active = new ArrayList<>(all);
    active.removeIf(Growing::done);
    pass.resume(new float[0]);
    while (!active.isEmpty()) {
      int[] tokens = active.stream().mapToInt(Growing::next).toArray();
      Matrix logits = pass.predict(tokens, tokens.length);
      List<Growing> rest = new ArrayList<>();
      int[] rows = new int[tokens.length];
      for (int row = 0; row < tokens.length; row++) {
        Growing text = active.get(row);
        text.draw(logits, row);
        if (!text.over()) {
          rows[rest.size()] = row;
          rest.add(text);
        }
      }
      if (rest.size() < active.size()) {
        pass.select(Arrays.copyOf(rows, rest.size()));
      }
      active = rest;
    }
    return all.stream().map(text -> tokenizer.decode(text.written)).toList();
  }
}
