package dev.recurrent.timeseries.forecast;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** The quantiles of a forecast: the nine deciles, and the edges of central bands. */
public final class Levels implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No bands but those of the deciles. */
  public static final Levels DECILES = of(List.of());

  private final int[] bands;
  private final double[] quantiles;

  private Levels(int[] bands, double[] quantiles) {
    this.bands = bands;
    this.quantiles = quantiles;
  }

  /**
   * The deciles and the bands of some levels.
   *
   * @param percents of the values that lie in a band, such as 80
   * @throws IllegalArgumentException for a level that is not from 1 to 99
   */
  public static Levels of(List<Integer> percents) {
    TreeSet<Double> quantiles = new TreeSet<>(Forecaster.LEVELS);
    TreeSet<Integer> bands = new TreeSet<>();
    for (int percent : percents) {
      if (percent < 1 || percent > 99) {
        throw new IllegalArgumentException(
            "levels has " + percent + ", expected whole per cents from 1 to 99");
      }
      bands.add(percent);
      quantiles.add(low(percent));
      quantiles.add(high(percent));
    }
    return new Levels(
        bands.stream().mapToInt(Integer::intValue).toArray(),
        quantiles.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * The same from an option's text.
   *
   * @throws IllegalArgumentException for what is no whole per cent from 1 to 99
   */
  public static Levels parse(List<String> percents) {
    List<Integer> numbers = new ArrayList<>();
    for (String percent : percents) {
      try {
        numbers.add(Integer.valueOf(percent.trim()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "levels has \"" + percent + "\", expected whole per cents from 1 to 99", e);
      }
    }
    return of(numbers);
  }

  private static double low(int percent) {
    return (100 - percent) / 200.0;
  }

  private static double high(int percent) {
    return (100 + percent) / 200.0;
  }

  /** In per cent, rising. */
  public List<Integer> bands() {
    return Arrays.stream(bands).boxed().toList();
  }

  /** All quantiles to compute, rising. */
  public double[] probabilities() {
    return quantiles.clone();
  }

  private int place(double probability) {
    return Arrays.binarySearch(quantiles, probability);
  }

  /**
   * A forecast of all quantiles.
   *
   * @param all {@code all[i][k]} of {@link #probabilities}[i] at step k
   */
  Forecast forecast(String series, long firstStep, double[] point, double[][] all) {
    double[][] deciles = new double[Forecaster.LEVELS.size()][];
    for (int i = 0; i < deciles.length; i++) {
      deciles[i] = all[place(Forecaster.LEVELS.get(i))];
    }
    double[][][] edges = new double[bands.length][][];
    for (int i = 0; i < bands.length; i++) {
      edges[i] = new double[][] {all[place(low(bands[i]))], all[place(high(bands[i]))]};
    }
    return new Forecast(series, firstStep, point, deciles, edges);
  }

  /**
   * All quantiles of a forecast that has these levels.
   *
   * @return {@code all[i][k]} of {@link #probabilities}[i] at step k
   */
  public double[][] all(Forecast forecast) {
    double[][] all = new double[quantiles.length][];
    for (int i = 0; i < Forecaster.LEVELS.size(); i++) {
      all[place(Forecaster.LEVELS.get(i))] = forecast.quantiles()[i];
    }
    for (int i = 0; i < bands.length; i++) {
      all[place(low(bands[i]))] = forecast.bands()[i][0];
      all[place(high(bands[i]))] = forecast.bands()[i][1];
    }
    return all;
  }
}
