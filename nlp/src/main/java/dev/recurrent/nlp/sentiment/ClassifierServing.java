package dev.recurrent.nlp.sentiment;

import dev.recurrent.format.ModelDirectory;
import dev.recurrent.serve.RequestFields;
import dev.recurrent.serve.ServedKind;
import dev.recurrent.serve.ServedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Serves classifiers of texts: texts in, their labels and probabilities out. */
public final class ClassifierServing implements ServedKind {
  @Override
  public String kind() {
    return ClassifierModel.KIND;
  }

  @Override
  public String verb() {
    return "classify";
  }

  @Override
  public ServedModel<?> open(ModelDirectory directory) {
    return new Served(TextClassifier.load(directory));
  }

  private record Served(TextClassifier classifier) implements ServedModel<List<String>> {
    @Override
    public String usage() {
      return "Request: texts, a list of strings.\n"
          + "Answer: predictions, for each text its label and the probabilities of "
          + String.join(", ", classifier.model().config().labels())
          + ".";
    }

    @Override
    public List<String> parse(RequestFields request) {
      return request.only(Set.of("texts")).texts("texts");
    }

    /** The texts of all requests are classified together. */
    @Override
    public List<?> answer(List<List<String>> requests) {
      List<String> texts = requests.stream().flatMap(List::stream).toList();
      List<TextClassifier.Prediction> predictions = classifier.classify(texts);
      List<Object> answers = new ArrayList<>();
      int from = 0;
      for (List<String> request : requests) {
        int to = from + request.size();
        answers.add(
            Map.of(
                "predictions", predictions.subList(from, to).stream().map(this::shown).toList()));
        from = to;
      }
      return answers;
    }

    private Map<String, Object> shown(TextClassifier.Prediction prediction) {
      Map<String, Object> probabilities = new LinkedHashMap<>();
      List<String> labels = classifier.model().config().labels();
      for (int i = 0; i < labels.size(); i++) {
        probabilities.put(labels.get(i), prediction.probabilities()[i]);
      }
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("label", prediction.label());
      shown.put("probabilities", probabilities);
      return shown;
    }
  }
}
