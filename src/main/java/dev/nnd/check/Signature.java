package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Something that is called with settings: a layer, an optimizer, a step of a column.
 *
 * @param body whether they stand in a body of their own, one after the other
 */
record Signature(String name, List<Setting<?>> settings, boolean body) {
  Signature {
    settings = List.copyOf(settings);
  }

  /** The settings of a declaration. */
  static Signature ofBody(String name, List<Setting<?>> settings) {
    return new Signature(name, settings, true);
  }

  static Signature of(String name, Setting<?>... settings) {
    return new Signature(name, List.of(settings), false);
  }

  /**
   * Reads the settings of a call. Empty if one of them is unknown or wrong, which is then reported.
   *
   * @param span the call
   */
  Optional<Settings> read(List<Argument> arguments, Span span, Evaluator in) {
    return Optional.of(partly(arguments, span, in)).filter(Settings::complete);
  }

  /** Reads the settings of a call as far as they are right, and reports what is not. */
  Settings partly(List<Argument> arguments, Span span, Evaluator in) {
    List<String> names = settings.stream().map(Setting::name).toList();
    Arguments matched = Arguments.match(name, names, arguments, in.session().out());
    Settings read = new Settings();
    boolean all = matched.complete();
    for (Setting<?> setting : settings) {
      all &= read(setting, matched.byName(), in, read);
    }
    all &= noneMissing(matched.byName().keySet(), span, in);
    if (!all) {
      read.incomplete();
    }
    return read;
  }

  private <T> boolean read(
      Setting<T> setting, Map<String, Argument> given, Evaluator in, Settings read) {
    Argument argument = given.get(setting.name());
    Optional<T> value = argument == null ? setting.fallback() : read(setting, argument, in, read);
    value.ifPresent(v -> read.put(setting, v));
    return value.isPresent();
  }

  private <T> Optional<T> read(Setting<T> setting, Argument argument, Evaluator in, Settings read) {
    String what = "`" + setting.name() + "` of `" + name + "`";
    Supplier<Optional<T>> value = () -> setting.kind().read(argument.value(), in, what);
    if (!body) {
      return value.get();
    }
    Trace.Traced<Optional<T>> traced = in.session().trace().bind(argument.span(), value);
    read.dependsOn(setting, traced.deps());
    return traced.value();
  }

  private boolean noneMissing(Set<String> given, Span span, Evaluator in) {
    List<String> missing =
        settings.stream()
            .filter(s -> s.fallback().isEmpty() && !given.contains(s.name()))
            .map(Setting::name)
            .collect(Collectors.toList());
    if (!missing.isEmpty()) {
      Diagnostic diagnostic =
          Diagnostic.of(Code.MISSING_SETTING, span, name, Kinds.listed(missing));
      String help = body ? "write " + Kinds.listed(entries(missing)) : "it takes " + form();
      in.session().out().report(diagnostic.withHelp(help));
    }
    return missing.isEmpty();
  }

  private static List<String> entries(List<String> missing) {
    return missing.stream().map(name -> name + ": ...").toList();
  }

  /** The settings as they are written, those that may be left out with dots. */
  private String form() {
    List<String> all = new ArrayList<>();
    for (Setting<?> setting : settings) {
      all.add(setting.fallback().isEmpty() ? setting.name() : setting.name() + ": ...");
    }
    return "`" + name + "(" + String.join(", ", all) + ")`";
  }
}
