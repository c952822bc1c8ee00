package dev.nnd.highlight;

import dev.nnd.highlight.TextMateGrammar.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives every character of a text its scopes, line by line, as an editor does with a TextMate
 * grammar: of all rules that may come next, the one that matches first, or stands first, wins.
 *
 * <p>{@code grammar/test} holds it to the engine of VS Code, which must find the same tokens.
 */
final class Highlighter {
  /**
   * Characters of one line with the same scopes.
   *
   * @param line from 0
   * @param start the first character, from 0
   * @param end after the last character
   * @param scopes from that of the whole file to the innermost
   */
  record Token(int line, int start, int end, List<String> scopes) {}

  /** A rule that has begun: where, and the scopes of what is in it. */
  private record Open(Rule rule, int line, int column, List<String> scopes) {}

  /** What comes next: a rule, or the end of the open one if there is no rule. */
  private record Next(Optional<Rule> rule, MatchResult match) {}

  private final Deque<Open> open = new ArrayDeque<>();
  private final List<Token> tokens = new ArrayList<>();
  private String text = "";
  private int line;

  /** How far the line has tokens. */
  private int done;

  private Highlighter(TextMateGrammar grammar) {
    open.push(new Open(Rule.of(grammar.patterns()), 0, -1, List.of(grammar.scope())));
  }

  /** The tokens of a text in order; every character but the ends of lines belongs to one. */
  static List<Token> tokens(TextMateGrammar grammar, String text) {
    Highlighter highlighter = new Highlighter(grammar);
    for (String line : text.split("\n", -1)) {
      highlighter.line(line + "\n");
    }
    return highlighter.tokens;
  }

  private void line(String next) {
    text = next;
    done = 0;
    run(0, text.length());
    line++;
  }

  /** Runs from one character to another, within the rule that is open. */
  private void run(int from, int to) {
    int at = from;
    for (Optional<Next> next = next(at, to); next.isPresent(); next = next(at, to)) {
      MatchResult match = next.get().match;
      add(match.start(), open.element().scopes);
      if (next.get().rule.isPresent()) {
        begin(next.get().rule.get(), match);
      } else {
        end(match);
      }
      at = match.end();
    }
    add(to, open.element().scopes);
  }

  private void begin(Rule rule, MatchResult match) {
    List<String> inside = with(open.element().scopes, rule, match);
    capture(match, rule.captures(), inside);
    if (rule.end().isPresent()) {
      open.push(new Open(rule, line, match.end(), inside));
    } else if (match.end() == match.start()) {
      throw new IllegalStateException("a rule matches nothing at " + line + ":" + match.start());
    }
  }

  private void end(MatchResult match) {
    Open ended = open.pop();
    if (ended.line == line && ended.column == match.end()) {
      throw new IllegalStateException("a rule is empty at " + line + ":" + match.end());
    }
    capture(match, ended.rule.endCaptures(), ended.scopes);
  }

  /** Adds the tokens of a match, with its captures. */
  private void capture(MatchResult match, Map<Integer, Rule> captures, List<String> around) {
    for (int group = 0; group <= match.groupCount(); group++) {
      Rule rule = captures.get(group);
      if (rule == null || match.start(group) == match.end(group)) {
        continue;
      }
      if (match.start(group) < done) {
        throw new IllegalStateException("a capture within another one at " + line + ":" + done);
      }
      add(match.start(group), around);
      List<String> inside = with(around, rule, match);
      if (!rule.patterns().isEmpty()) {
        within(new Open(rule, line, -1, inside), match.start(group), match.end(group));
      }
      add(match.end(group), inside);
    }
    add(match.end(), around);
  }

  private void within(Open rule, int from, int to) {
    int depth = open.size();
    open.push(rule);
    run(from, to);
    while (open.size() > depth) {
      open.pop();
    }
  }

  private Optional<Next> next(int at, int to) {
    String seen = text.substring(0, to);
    Rule rule = open.element().rule;
    Optional<Next> end = rule.end().flatMap(e -> find(e, Optional.empty(), seen, at));
    return first(rule.patterns(), end, seen, at);
  }

  private static Optional<Next> first(
      List<Rule> rules, Optional<Next> before, String seen, int at) {
    Optional<Next> best = before;
    for (Rule rule : rules) {
      if (rule.match().isEmpty()) {
        best = first(rule.patterns(), best, seen, at);
        continue;
      }
      Optional<Next> found = find(rule.match().get(), Optional.of(rule), seen, at);
      if (found.isPresent()
          && (best.isEmpty() || found.get().match.start() < best.get().match.start())) {
        best = found;
      }
    }
    return best;
  }

  private static Optional<Next> find(Pattern pattern, Optional<Rule> rule, String seen, int at) {
    Matcher matcher = pattern.matcher(seen);
    return matcher.find(at)
        ? Optional.of(new Next(rule, matcher.toMatchResult()))
        : Optional.empty();
  }

  private static List<String> with(List<String> scopes, Rule rule, MatchResult match) {
    if (rule.name().isEmpty()) {
      return scopes;
    }
    List<String> more = new ArrayList<>(scopes);
    more.add(rule.name().contains("$1") ? rule.name().replace("$1", match.group(1)) : rule.name());
    return List.copyOf(more);
  }

  /** Gives these scopes to what has none yet before a character. */
  private void add(int before, List<String> scopes) {
    int end = Math.min(before, text.length() - 1);
    if (end > done) {
      tokens.add(new Token(line, done, end, scopes));
      done = end;
    }
  }
}
