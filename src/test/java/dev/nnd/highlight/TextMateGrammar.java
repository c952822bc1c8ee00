package dev.nnd.highlight;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A TextMate grammar, as far as ours goes: rules with {@code match} or with {@code begin} and
 * {@code end}, lists of rules, and captures with a name or with rules of their own. Anything else
 * in a grammar is an error, as an editor might read it otherwise.
 *
 * @param scope of every file
 * @param patterns the rules at the top
 */
record TextMateGrammar(String scope, List<Rule> patterns) {
  /**
   * A rule.
   *
   * @param name scopes of what it matches; may be empty
   * @param match what it matches, or what begins it; absent for a mere list of rules
   * @param end what ends it; absent if it does not go on after {@code match}
   * @param captures by number of the group of {@code match}
   * @param endCaptures by number of the group of {@code end}
   * @param patterns the rules inside; a list that is filled later, as rules may contain themselves
   */
  record Rule(
      String name,
      Optional<Pattern> match,
      Optional<Pattern> end,
      Map<Integer, Rule> captures,
      Map<Integer, Rule> endCaptures,
      List<Rule> patterns) {
    /** A list of rules. */
    static Rule of(List<Rule> patterns) {
      return new Rule("", Optional.empty(), Optional.empty(), Map.of(), Map.of(), patterns);
    }
  }

  private static final List<String> KEYS =
      List.of(
          "comment",
          "name",
          "match",
          "begin",
          "end",
          "captures",
          "beginCaptures",
          "endCaptures",
          "patterns");

  static TextMateGrammar read(Path file) throws IOException {
    Map<String, Object> json = JSON.std.mapFrom(Files.readString(file));
    return new Reader(map(json.get("repository"))).grammar(json);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object json) {
    return json == null ? Map.of() : (Map<String, Object>) json;
  }

  /** Turns JSON into rules, each rule of the repository once. */
  private record Reader(Map<String, Object> repository, Map<String, Rule> read) {
    Reader(Map<String, Object> repository) {
      this(repository, new HashMap<>());
    }

    TextMateGrammar grammar(Map<String, Object> json) {
      List<Rule> top = new ArrayList<>();
      fill(top, json);
      return new TextMateGrammar((String) json.get("scopeName"), top);
    }

    private void fill(List<Rule> into, Map<String, Object> json) {
      if (json.get("patterns") instanceof List<?> patterns) {
        patterns.forEach(pattern -> into.add(rule(map(pattern))));
      }
    }

    private Rule rule(Map<String, Object> json) {
      if (json.get("include") instanceof String include) {
        return included(include);
      }
      Rule rule = empty(json);
      fill(rule.patterns, json);
      return rule;
    }

    private Rule included(String include) {
      String name = include.substring(1);
      if (!read.containsKey(name)) {
        if (!repository.containsKey(name)) {
          throw new IllegalArgumentException("no rule called " + include);
        }
        Map<String, Object> json = map(repository.get(name));
        read.put(name, empty(json));
        fill(read.get(name).patterns, json);
      }
      return read.get(name);
    }

    private Rule empty(Map<String, Object> json) {
      json.keySet().stream()
          .filter(key -> !KEYS.contains(key))
          .forEach(
              key -> {
                throw new IllegalArgumentException("no key of a rule: " + key);
              });
      String name = (String) json.getOrDefault("name", "");
      Map<Integer, Rule> both = captures(json.get("captures"));
      if (!json.containsKey("begin")) {
        return new Rule(
            name, pattern(json, "match"), Optional.empty(), both, Map.of(), new ArrayList<>());
      }
      return new Rule(
          name,
          pattern(json, "begin"),
          pattern(json, "end"),
          json.containsKey("beginCaptures") ? captures(json.get("beginCaptures")) : both,
          json.containsKey("endCaptures") ? captures(json.get("endCaptures")) : both,
          new ArrayList<>());
    }

    private Map<Integer, Rule> captures(Object json) {
      Map<Integer, Rule> captures = new HashMap<>();
      map(json).forEach((group, rule) -> captures.put(Integer.parseInt(group), rule(map(rule))));
      return captures;
    }

    private static Optional<Pattern> pattern(Map<String, Object> json, String key) {
      return Optional.ofNullable((String) json.get(key))
          .map(pattern -> Pattern.compile(pattern, Pattern.MULTILINE));
    }
  }
}
