package dev.recurrent.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of an ensemble: several networks of one model, whose parameters lie in one array,
 * one network behind another. An ensemble of one network is that network.
 */
public final class EnsembleLayout {
  private static final String PREFIX = "members.";
  private static final Pattern MEMBER = Pattern.compile("members\\.\\d+\\.");

  private EnsembleLayout() {}

  /**
   * Names and places of the parameters of all members: "members.0.output.weight". A single network
   * keeps its names.
   *
   * @param member the layout of one network
   * @param members 1 or more
   * @throws IllegalArgumentException if all have more than 2^31 - 1 floats
   */
  public static ParameterLayout of(ParameterLayout member, int members) {
    if (members < 1) {
      throw new IllegalArgumentException("members is " + members + ", expected 1 or more");
    }
    if (members == 1) {
      return member;
    }
    ParameterLayout all = ParameterLayout.empty();
    for (int i = 0; i < members; i++) {
      all = all.with(PREFIX + i + ".", member);
    }
    return all;
  }

  /**
   * How many networks the names of a file's parameters speak of: 1 where they are those of a single
   * network.
   */
  public static int members(Collection<String> names) {
    Set<String> members = new HashSet<>();
    for (String name : names) {
      Matcher member = MEMBER.matcher(name);
      if (member.lookingAt()) {
        members.add(member.group());
      }
    }
    return Math.max(1, members.size());
  }

  /**
   * How many networks an array of parameters has.
   *
   * @param member the layout of one network
   * @throws IllegalArgumentException if the floats are not those of whole networks
   */
  public static int members(ParameterLayout member, float[] parameters) {
    int size = member.size();
    if (parameters.length == 0 || parameters.length % size != 0) {
      throw new IllegalArgumentException(
          "parameters has " + parameters.length + " floats, the layout needs " + size);
    }
    return parameters.length / size;
  }

  /**
   * The parameters of each network, in the order of the members. A single network's array is not
   * copied.
   *
   * @param member the layout of one network
   * @throws IllegalArgumentException if the floats are not those of whole networks
   */
  public static List<float[]> split(ParameterLayout member, float[] parameters) {
    int members = members(member, parameters);
    if (members == 1) {
      return List.of(parameters);
    }
    List<float[]> all = new ArrayList<>(members);
    for (int i = 0; i < members; i++) {
      all.add(Arrays.copyOfRange(parameters, i * member.size(), (i + 1) * member.size()));
    }
    return all;
  }

  /**
   * The parameters of networks of one model in one array.
   *
   * @throws IllegalArgumentException if all have more than 2^31 - 1 floats
   */
  public static float[] join(List<float[]> members) {
    if (members.size() == 1) {
      return members.get(0);
    }
    long size = 0;
    for (float[] member : members) {
      size += member.length;
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          members.size() + " members have " + size + " parameters, expected fewer than 2^31");
    }
    float[] all = new float[(int) size];
    int at = 0;
    for (float[] member : members) {
      System.arraycopy(member, 0, all, at, member.length);
      at += member.length;
    }
    return all;
  }

  /**
   * Checks that a model is a single network.
   *
   * @throws IllegalArgumentException if it is an ensemble
   */
  public static void requireOne(int members) {
    if (members > 1) {
      throw new IllegalArgumentException(
          "the model is an ensemble of " + members + " networks, expected one of its members");
    }
  }
}
