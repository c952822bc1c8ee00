package dev.nnd.check;

import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.ByName;
import dev.nnd.program.DataPlan.Column;
import dev.nnd.program.DataPlan.Part;
import dev.nnd.program.DataPlan.Parts;
import dev.nnd.program.DataPlan.Source;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Span;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Entry;
import dev.nnd.syntax.Expression;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Settles a data declaration. */
final class DataChecker {
  private static final String SOURCE = "source";
  private static final String SPLIT = "split";
  static final List<String> SETTINGS = List.of(SOURCE, "train", "validation", "test", SPLIT);

  private static final Kind<Double> SHARE = Kinds.number(Kinds.Range.UNIT);
  private static final Setting<Double> TRAIN = Setting.required("train", SHARE);
  private static final Setting<Double> VALIDATION = Setting.of("validation", SHARE, 0.0);
  private static final Setting<Double> TEST = Setting.of("test", SHARE, 0.0);
  private static final Setting<Long> SEED = Setting.of("seed", Kinds.SEED, 0L);
  private static final Setting<Double> PART =
      Setting.required("share", Kinds.number(Kinds.Range.INSIDE_ONE));

  static final Forms<Settings> SPLITS =
      Forms.<Settings>of("a split")
          .with(
              (settings, span, in) -> shares(settings, span, in),
              "parts",
              TRAIN,
              VALIDATION,
              TEST,
              SEED);
  static final Forms<Settings> PART_OF_TRAIN =
      Forms.<Settings>of("a share")
          .with((settings, span, in) -> Optional.of(settings), "part", PART, SEED);

  private final Session session;
  private final Declaration.Data data;
  private final Evaluator in;
  private final Map<String, Entry.Column> settings = new LinkedHashMap<>();
  private final List<Entry.Column> entries = new ArrayList<>();

  private DataChecker(Session session, Declaration.Data data) {
    this.session = session;
    this.data = data;
    this.in = session.evaluator(Scope.top());
  }

  /** The plan of a declaration; empty if something is wrong with it, which is then reported. */
  static Optional<DataPlan> plan(Session session, Declaration.Data data) {
    return new DataChecker(session, data).plan();
  }

  private Optional<DataPlan> plan() {
    sort();
    Optional<Parts> parts = parts();
    Columns reader = new Columns(in);
    List<Column> columns = new ArrayList<>();
    for (Entry.Column entry : entries) {
      reader.column(entry).ifPresent(columns::add);
    }
    if (entries.isEmpty()) {
      session.out().report(Code.NO_COLUMNS, data.name().span(), data.name());
    }
    if (parts.isEmpty() || entries.isEmpty() || columns.size() < entries.size()) {
      return Optional.empty();
    }
    Optional<DataPlan> plan =
        Optional.of(new DataPlan(data.name().text(), parts.get(), columns, data.span()));
    return sourcesHave(columns, parts.get()) ? plan : Optional.empty();
  }

  private void sort() {
    Map<String, Entry.Column> seen = new LinkedHashMap<>();
    for (Entry.Column entry : data.entries()) {
      String key = entry.key().text();
      Entry.Column first = seen.putIfAbsent(key, entry);
      if (first != null) {
        session
            .out()
            .report(
                Diagnostic.of(Code.DECLARED_TWICE, entry.key().span(), key)
                    .withLabel(entry.key().span(), "declared again here")
                    .withLabel(first.key().span(), "first declared here"));
      } else if (SETTINGS.contains(key)) {
        settings.put(key, entry);
        if (!entry.steps().isEmpty()) {
          session.out().report(Code.NO_STEPS, entry.steps().get(0).span(), key);
        }
      } else {
        entries.add(entry);
      }
    }
  }

  private Optional<Parts> parts() {
    if (settings.containsKey(SOURCE)) {
      return divided();
    }
    if (settings.containsKey(SPLIT)) {
      session.out().report(Code.SPLIT_ALONE, settings.get(SPLIT).key().span());
      return Optional.empty();
    }
    return separate();
  }

  /** A source for each part, or a share of train for validation. */
  private Optional<Parts> separate() {
    Map<Part, Source> sources = new EnumMap<>(Part.class);
    Map<Part, Double> shares = new EnumMap<>(Part.class);
    long seed = 0;
    boolean all = true;
    for (Part part : Part.values()) {
      Entry.Column entry = settings.get(name(part));
      if (entry == null) {
        continue;
      }
      if (part == Part.VALIDATION && isShare(entry.source())) {
        Optional<Settings> share = PART_OF_TRAIN.read(entry.source(), in, "`validation`");
        share.ifPresent(s -> shares.put(part, s.get(PART)));
        seed = share.map(s -> s.get(SEED)).orElse(0L);
        all &= share.isPresent();
      } else {
        Optional<Source> source = source(entry);
        source.ifPresent(s -> sources.put(part, s));
        all &= source.isPresent();
      }
    }
    if (!settings.containsKey(name(Part.TRAIN))) {
      session.out().report(Code.NO_TRAIN_PART, data.name().span(), data.name());
      all = false;
    }
    return all ? Optional.of(new Parts(sources, Optional.empty(), shares, seed)) : Optional.empty();
  }

  private static boolean isShare(Expression source) {
    return source instanceof Expression.Call call && call.callee().text().equals("part");
  }

  private static String name(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  private Optional<Source> source(Entry.Column entry) {
    return Sources.KIND.read(entry.source(), in, "`" + entry.key() + "`");
  }

  /** One source and a split. */
  private Optional<Parts> divided() {
    for (Part part : Part.values()) {
      Entry.Column beside = settings.get(name(part));
      if (beside != null) {
        session
            .out()
            .report(
                Diagnostic.of(Code.SOURCE_TWICE, beside.key().span(), beside.key())
                    .withLabel(beside.key().span(), "names files of its own")
                    .withLabel(settings.get(SOURCE).key().span(), "divided into parts"));
        return Optional.empty();
      }
    }
    Optional<Source> source = source(settings.get(SOURCE));
    Entry.Column split = settings.get(SPLIT);
    if (split == null) {
      Diagnostic whole =
          Diagnostic.of(Code.NOT_SPLIT, settings.get(SOURCE).key().span(), data.name());
      session
          .out()
          .report(
              whole.withHelp(
                  "add `split: parts(train: 0.8, validation: 0.1, test: 0.1, seed: 1)`"));
      return Optional.empty();
    }
    Optional<Settings> read = SPLITS.read(split.source(), in, "`split`");
    return source.flatMap(s -> read.map(r -> divided(s, r)));
  }

  private static Parts divided(Source source, Settings split) {
    Map<Part, Double> shares = new EnumMap<>(Part.class);
    shares.put(Part.TRAIN, split.get(TRAIN));
    shares.put(Part.VALIDATION, split.get(VALIDATION));
    shares.put(Part.TEST, split.get(TEST));
    shares.values().removeIf(share -> share == 0);
    return new Parts(Map.of(), Optional.of(source), shares, split.get(SEED));
  }

  private static Optional<Settings> shares(Settings settings, Span span, Evaluator in) {
    double sum = settings.get(TRAIN) + settings.get(VALIDATION) + settings.get(TEST);
    // Decimal shares such as 0.7 + 0.2 + 0.1 add up to a little more than 1 in binary.
    if (sum > 1 + 1e-9 || settings.get(TRAIN) == 0) {
      String help =
          settings.get(TRAIN) == 0
              ? "give `train` the share that is left"
              : "they are " + String.format(Locale.ROOT, "%.4g", sum) + " together";
      in.session().out().report(Diagnostic.of(Code.BAD_SHARES, span).withHelp(help));
      return Optional.empty();
    }
    return Optional.of(settings);
  }

  /** Whether the columns are there, as far as that can be known without the files. */
  private boolean sourcesHave(List<Column> columns, Parts parts) {
    List<Source> sources = new ArrayList<>(parts.sources().values());
    parts.whole().ifPresent(sources::add);
    boolean all = true;
    for (Column column : columns) {
      for (Source source : sources) {
        if (column.selector() instanceof ByName named) {
          all &= source.accept(new ColumnNames(session, column, named));
        }
      }
    }
    return all;
  }
}
