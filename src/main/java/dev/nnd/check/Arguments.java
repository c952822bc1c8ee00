package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Span;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Argument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a call by the names of what they set.
 *
 * @param complete whether every argument sets something
 */
record Arguments(Map<String, Argument> byName, boolean complete) {
  /** Settings of layers that take no other, and are lists. */
  private static final Set<String> LISTED = Set.of("sizes", "axes", "factor");

  /**
   * Pairs arguments with names: first by place, then by name. Those that set nothing are reported.
   *
   * @param callee what is called, for messages
   */
  static Arguments match(
      String callee, List<String> names, List<Argument> arguments, Diagnostics out) {
    if (names.size() == 1 && LISTED.contains(names.get(0)) && isRow(arguments)) {
      return new Arguments(Map.of(names.get(0), listed(callee, arguments, out)), true);
    }
    Map<String, Argument> byName = new LinkedHashMap<>();
    int places = 0;
    boolean complete = true;
    for (Argument argument : arguments) {
      if (argument.name().isEmpty() && places >= names.size()) {
        String takes = names.isEmpty() ? "no settings" : "only " + Kinds.listed(names);
        Diagnostic many = Diagnostic.of(Code.TOO_MANY_SETTINGS, argument.span(), callee, takes);
        out.report(names.isEmpty() ? many.withHelp("write `" + callee + "` alone") : many);
        complete = false;
        continue;
      }
      int place = places;
      String name = argument.name().map(n -> n.text()).orElseGet(() -> names.get(place));
      places += argument.name().isEmpty() ? 1 : 0;
      if (!names.contains(name)) {
        unknown(callee, names, argument, out);
        // A setting that is meant must not be missed as well.
        FamiliarNames.meant(name, names).ifPresent(meant -> byName.putIfAbsent(meant, argument));
        complete = false;
      } else if (byName.containsKey(name)) {
        out.report(
            Diagnostic.of(Code.SETTING_TWICE, argument.span(), name, callee)
                .withLabel(argument.span(), "given again")
                .withLabel(byName.get(name).span(), "given first"));
        complete = false;
      } else {
        byName.put(name, argument);
      }
    }
    return new Arguments(byName, complete);
  }

  /** Whether several numbers stand side by side, where a list of them is one argument. */
  private static boolean isRow(List<Argument> arguments) {
    return arguments.size() > 1
        && arguments.stream()
            .allMatch(a -> a.name().isEmpty() && !(a.value() instanceof Expression.ListOf));
  }

  /** Reports a row of arguments, and reads it as the list that is meant. */
  private static Argument listed(String callee, List<Argument> arguments, Diagnostics out) {
    Span first = arguments.get(0).span();
    Span all =
        new Span(first.file(), first.start(), arguments.get(arguments.size() - 1).span().end());
    out.report(
        Diagnostic.of(Code.TOO_MANY_SETTINGS, all, callee, "one list")
            .withHelp("write `" + callee + "([" + all.text() + "])`"));
    List<Expression> items = arguments.stream().map(Argument::value).toList();
    return new Argument(Optional.empty(), new Expression.ListOf(items, all), all);
  }

  private static void unknown(
      String callee, List<String> names, Argument argument, Diagnostics out) {
    argument
        .name()
        .map(name -> Names.unknown(Code.UNKNOWN_SETTING, name, names, callee))
        .map(d -> names.isEmpty() ? d : d.withHelp("settings: " + Kinds.listed(names)))
        .ifPresent(out::report);
  }
}
