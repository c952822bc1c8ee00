package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Span;
import dev.nnd.syntax.Expression;
import dev.nnd.syntax.Tree.Argument;
import dev.nnd.syntax.Tree.Name;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A setting that is one of several words, bare or with settings of its own: {@code cosine(warmup:
 * 1)}. A string parameter with such a word in it will do too.
 *
 * @param thing what it is, for messages, such as {@code a schedule}
 * @param forms by word
 */
record Forms<T>(String thing, Map<String, Form<T>> forms) implements Kind<T> {
  Forms {
    forms = new LinkedHashMap<>(forms);
  }

  /** One word, its settings and what it becomes. */
  record Form<T>(Signature signature, Rule<T> rule) {}

  /** What a form becomes. */
  @FunctionalInterface
  interface Rule<T> {
    /**
     * Settles a form; empty if something is wrong with it, which is then reported.
     *
     * @param span the form as it was written
     */
    Optional<T> settle(Settings settings, Span span, Evaluator in);
  }

  /** Forms that are made one by one with {@link #with}. */
  static <T> Forms<T> of(String thing) {
    return new Forms<>(thing, Map.of());
  }

  /** These and one more form. */
  Forms<T> with(Rule<T> rule, String word, Setting<?>... settings) {
    Map<String, Form<T>> more = new LinkedHashMap<>(forms);
    more.put(word, new Form<>(Signature.of(word, settings), rule));
    return new Forms<>(thing, more);
  }

  /** These and one more bare word. */
  Forms<T> word(String word, T value) {
    return with((settings, span, in) -> Optional.of(value), word);
  }

  /** One of these words, or else something of another kind. */
  Kind<T> or(Kind<T> other) {
    return Kind.worded(
        words(),
        (value, in, what) ->
            (isWord(value, in) || in.value(value) instanceof Constant.Text ? this : other)
                .read(value, in, what));
  }

  @Override
  public List<String> words() {
    return forms.keySet().stream().sorted().toList();
  }

  private static boolean isWord(Expression value, Evaluator in) {
    return value instanceof Expression.Call
        || value instanceof Expression.Reference r
            && new Names(in.session(), in.scope()).value(r.name().text()).isEmpty();
  }

  @Override
  public Optional<T> read(Expression value, Evaluator in, String what) {
    if (value instanceof Expression.Call call) {
      return read(call.callee(), call.arguments(), call.span(), in);
    }
    if (value instanceof Expression.Reference reference && isWord(value, in)) {
      return read(reference.name(), List.of(), value.span(), in);
    }
    Optional<Constant> constant = in.constant(value);
    if (constant.isPresent() && constant.get() instanceof Constant.Text text) {
      return read(new Name(text.value(), value.span()), List.of(), value.span(), in);
    }
    constant.ifPresent(c -> in.session().out().report(wrong(value.span(), what, c)));
    return Optional.empty();
  }

  private Diagnostic wrong(Span span, String setting, Constant found) {
    return Diagnostic.of(Code.WRONG_TYPE, span, setting, thing, found.describe())
        .withHelp("choices: " + Kinds.listed(forms.keySet()));
  }

  /** Settles the form of this word. */
  Optional<T> read(Name word, List<Argument> arguments, Span span, Evaluator in) {
    Form<T> form = forms.get(word.text());
    if (form == null) {
      unknown(word, in.session().out());
      // So that its settings are checked at once.
      FamiliarNames.meant(word.text(), forms.keySet())
          .ifPresent(meant -> forms.get(meant).signature.read(arguments, span, in));
      return Optional.empty();
    }
    return form.signature
        .read(arguments, span, in)
        .flatMap(settings -> form.rule.settle(settings, span, in));
  }

  private void unknown(Name word, Diagnostics out) {
    out.report(
        Names.unknown(Code.NOT_A_FORM, word, forms.keySet(), thing)
            .withHelp("choices: " + Kinds.listed(forms.keySet())));
  }
}
