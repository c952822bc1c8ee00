package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Argument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Something that is called with settings: a layer, an optimizer, a step of a column. */
record Signature(String name, List<Setting<?>> settings) {
  Signature {
    settings = List.copyOf(settings);
  }

  static Signature of(String name, Setting<?>... settings) {
    return new Signature(name, List.of(settings));
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
    Optional<T> value =
        argument == null
            ? setting.fallback()
            : setting
                .kind()
                .read(argument.value(), in, "`" + setting.name() + "` of `" + name + "`");
    value.ifPresent(v -> read.put(setting, v));
    return value.isPresent();
  }

  private boolean noneMissing(Set<String> given, Span span, Evaluator in) {
    List<String> missing =
        settings.stream()
            .filter(s -> s.fallback().isEmpty() && !given.contains(s.name()))
            .map(Setting::name)
            .collect(Collectors.toList());
    if (!missing.isEmpty()) {
      in.session().out().report(Code.MISSING_SETTING, span, name, Kinds.listed(missing));
    }
    return missing.isEmpty();
  }
}
