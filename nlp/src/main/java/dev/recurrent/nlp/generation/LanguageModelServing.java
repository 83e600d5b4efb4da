package dev.recurrent.nlp.generation;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.serve.AnswerParts;
import dev.recurrent.serve.BadRequestException;
import dev.recurrent.serve.RequestFields;
import dev.recurrent.serve.ServedKind;
import dev.recurrent.serve.ServedModel;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Serves language models: a prompt in, its continuation out. */
public final class LanguageModelServing implements ServedKind {
  private static final int LENGTH = 20;
  private static final int LONGEST = 1000;
  private static final int LONGEST_PROMPT = 10_000;
  private static final Set<String> FIELDS =
      Set.of("prompt", "length", "temperature", "top_k", "top_p", "seed");

  @Override
  public String kind() {
    return LanguageModel.KIND;
  }

  @Override
  public String verb() {
    return "complete";
  }

  @Override
  public ServedModel<?> open(ModelDirectory directory) {
    TextGenerator generator = TextGenerator.load(directory);
    ReadingDirection.FORWARD.require(directory, directory.where());
    return new Served(generator);
  }

  private record Served(TextGenerator generator) implements ServedModel<TextGenerator.Prompt> {
    @Override
    public String usage() {
      return """
      Request: prompt, a string of at most 10000 characters; length, tokens to write, 1 to 1000 (default 20);
      temperature (default 0.8, 0 for the likeliest token every time); top_k (default 0, for all);
      top_p (default 1); seed (default 1).
      Answer: text, what follows the prompt.
      """;
    }

    @Override
    public TextGenerator.Prompt parse(RequestFields request) {
      request.only(FIELDS);
      SamplingConfig usual = SamplingConfig.defaults(1);
      try {
        SamplingConfig sampling =
            new SamplingConfig(
                request.number("temperature", usual.temperature()),
                request.integer("top_k", usual.topK(), 0, Integer.MAX_VALUE),
                request.number("top_p", usual.topP()),
                request.longInteger("seed", usual.seed()));
        String prompt = request.text("prompt");
        if (prompt.length() > LONGEST_PROMPT) {
          throw new BadRequestException(
              "field \"prompt\" has "
                  + prompt.length()
                  + " characters, expected at most "
                  + LONGEST_PROMPT);
        }
        int length = request.integer("length", LENGTH, 1, LONGEST);
        return new TextGenerator.Prompt(prompt, length, sampling);
      } catch (IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage()).replace("top-p", "top_p");
        throw new BadRequestException(message, e);
      }
    }

    @Override
    public boolean streams() {
      return true;
    }

    @Override
    public List<?> answer(List<TextGenerator.Prompt> requests) {
      return generator.generate(requests).stream().map(text -> Map.of("text", text)).toList();
    }

    @Override
    public List<?> answer(List<TextGenerator.Prompt> requests, AnswerParts parts) {
      return generator.generate(requests, new Pieces(parts)).stream()
          .map(text -> Map.of("text", text))
          .toList();
    }
  }

  private record Pieces(AnswerParts parts) implements TextListener {
    @Override
    public boolean wantsPieces(int prompt) {
      return parts.wanted(prompt);
    }

    @Override
    public void piece(int prompt, String piece) {
      parts.send(prompt, Map.of("piece", piece));
    }

    @Override
    public boolean stopped(int prompt) {
      return parts.abandoned(prompt);
    }
  }
}
