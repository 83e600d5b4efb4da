package dev.recurrent.nlp.translation;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.serve.RequestFields;
import dev.recurrent.serve.ServedKind;
import dev.recurrent.serve.ServedModel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Serves translators: sentences in, their translations out. */
public final class TranslatorServing implements ServedKind {
  private static final int WIDEST = 100;

  @Override
  public String kind() {
    return Translator.KIND;
  }

  @Override
  public String verb() {
    return "translate";
  }

  @Override
  public ServedModel<?> open(ModelDirectory directory) {
    return new Served(TextTranslator.load(directory));
  }

  /** Sentences of one request. */
  private record Sentences(List<String> texts, int beam) {}

  private record Served(TextTranslator translator) implements ServedModel<Sentences> {
    @Override
    public String usage() {
      return """
      Request: texts, a list of sentences; beam, 1 to 100 (default 5).
      Answer: translations, for each sentence its text and its score.
      """;
    }

    @Override
    public Sentences parse(RequestFields request) {
      request.only(Set.of("texts", "beam"));
      int beam = request.integer("beam", SearchConfig.defaults().beam(), 1, WIDEST);
      return new Sentences(request.texts("texts"), beam);
    }

    /** The sentences of requests with one width of the beam are translated together. */
    @Override
    public List<?> answer(List<Sentences> requests) {
      Map<Integer, List<String>> texts = new LinkedHashMap<>();
      for (Sentences request : requests) {
        texts.computeIfAbsent(request.beam(), b -> new ArrayList<>()).addAll(request.texts());
      }
      Map<Integer, Iterator<TextTranslator.Translation>> found = new LinkedHashMap<>();
      texts.forEach(
          (beam, all) ->
              found.put(
                  beam,
                  translator.translate(all, SearchConfig.defaults().withBeam(beam)).iterator()));
      List<Object> answers = new ArrayList<>();
      for (Sentences request : requests) {
        Iterator<TextTranslator.Translation> own = found.get(request.beam());
        List<Object> translations = new ArrayList<>();
        while (own != null && translations.size() < request.texts().size()) {
          translations.add(shown(own.next()));
        }
        answers.add(Map.of("translations", translations));
      }
      return answers;
    }

    private static Map<String, Object> shown(TextTranslator.Translation translation) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("text", translation.text());
      shown.put("score", translation.score());
      return shown;
    }
  }
}
