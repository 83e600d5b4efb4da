package dev.recurrent.timeseries.forecast;

import dev.recurrent.math.Matrix;
import dev.recurrent.math.Scratch;
import dev.recurrent.nn.Embedding;
import dev.recurrent.nn.Initializer;
import dev.recurrent.nn.ParameterLayout;
import dev.recurrent.nn.Parameters;
import dev.recurrent.train.ModelSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The vectors of some categories as columns behind others. */
final class CategoryColumns {
  private static final String PREFIX = "category.";

  /** Of the first values: small, so that rare words begin as one another. */
  private static final double RANGE = 0.05;

  private final int[] which;
  private final List<Embedding> embeddings = new ArrayList<>();
  private final Scratch wide = new Scratch();
  private int before;

  /**
   * @param which places of the categories whose vectors these are
   */
  CategoryColumns(Parameters parameters, int[] which) {
    this.which = which;
    for (int j : which) {
      embeddings.add(new Embedding(parameters.at(prefix(j))));
    }
  }

  /** The categories of a window that have a property. */
  static int[] places(WindowConfig window, IntPredicate property) {
    return IntStream.range(0, window.categories().size()).filter(property).toArray();
  }

  /** What the parameters of a category's vectors begin with. */
  static String prefix(int category) {
    return PREFIX + category + ".";
  }

  /** The layout with one table of vectors for each category from a place on. */
  static ParameterLayout with(ParameterLayout layout, List<Category> categories, int from) {
    ParameterLayout all = layout;
    for (int j = from; j < categories.size(); j++) {
      Category one = categories.get(j);
      all = all.with(prefix(j), Embedding.layout(one.rows(), one.size()));
    }
    return all;
  }

  static void initialize(
      Parameters bound, List<Category> categories, int from, SplittableRandom random) {
    for (int j = from; j < categories.size(); j++) {
      Initializer.uniform(bound.at(prefix(j)).value("weight"), RANGE, random);
    }
  }

  /** Lines of a summary. */
  static List<ModelSummary.Layer> layers(List<Category> categories, int from) {
    List<ModelSummary.Layer> lines = new ArrayList<>();
    for (Category one : categories.subList(Math.min(from, categories.size()), categories.size())) {
      String shape = "(" + one.rows() + ", " + one.size() + ")";
      lines.add(
          new ModelSummary.Layer(one.name(), "Embedding", shape, (long) one.rows() * one.size()));
    }
    return lines;
  }

  boolean isEmpty() {
    return which.length == 0;
  }

  /**
   * The columns with the vectors behind them.
   *
   * @param columns (n, D); itself the result where there is no category
   * @param rows of a category's vectors, by its place; n of them
   * @return (n, D + sizes), a view that lives until the next call
   */
  Matrix behind(Matrix columns, IntFunction<int[]> rows) {
    if (isEmpty()) {
      return columns;
    }
    before = columns.columns;
    List<Matrix> vectors = new ArrayList<>();
    int width = before;
    for (int i = 0; i < which.length; i++) {
      Matrix vector = embeddings.get(i).forward(rows.apply(which[i]), columns.rows);
      vectors.add(vector);
      width += vector.columns;
    }
    Matrix all = wide.matrix(columns.rows, width);
    all.columns(0, before).copyFrom(columns);
    int at = before;
    for (Matrix vector : vectors) {
      all.columns(at, vector.columns).copyFrom(vector);
      at += vector.columns;
    }
    return all;
  }

  /** Adds the gradients of the vectors, given that of the last result. */
  void backward(Matrix dAll, List<Category> categories) {
    int at = before;
    for (int i = 0; i < which.length; i++) {
      int size = categories.get(which[i]).size();
      embeddings.get(i).backward(dAll.columns(at, size));
      at += size;
    }
  }
}
