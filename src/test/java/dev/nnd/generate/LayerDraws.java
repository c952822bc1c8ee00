package dev.nnd.generate;

import dev.nnd.check.LayerSettings;
import dev.nnd.generate.Chain.Part;
import dev.nnd.generate.Chain.Way;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Draws of layers. A new layer of the language is one entry: its settings by chance, and what it
 * makes of types. What does not suit an input is drawn again by whoever asks.
 */
public final class LayerDraws {
  private static final Map<String, List<String>> SETTINGS = LayerSettings.all();

  private static final Map<String, Draw> ALL = new LinkedHashMap<>();

  static {
    ALL.put("dense", LayerDraws::dense);
    ALL.put("conv1d", call -> convolution(call, 1));
    ALL.put("conv2d", call -> convolution(call, 2));
    ALL.put("depthwise_conv2d", LayerDraws::depthwise);
    ALL.put("conv2d_transpose", LayerDraws::transposed);
    ALL.put("max_pool1d", call -> pool(call, 1));
    ALL.put("max_pool2d", call -> pool(call, 2));
    ALL.put("avg_pool1d", call -> pool(call, 1));
    ALL.put("avg_pool2d", call -> pool(call, 2));
    ALL.put("global_avg_pool", call -> one((in, s) -> global(in)));
    ALL.put("global_max_pool", call -> one((in, s) -> global(in)));
    ALL.put("batch_norm", call -> norm(call, "momentum", "epsilon", "scale", "shift"));
    ALL.put("layer_norm", call -> norm(call, "epsilon", "scale", "shift"));
    ALL.put("rms_norm", call -> norm(call, "epsilon", "scale"));
    ALL.put("group_norm", LayerDraws::groupNorm);
    ALL.put("embedding", LayerDraws::embedding);
    ALL.put("attention", LayerDraws::attention);
    ALL.put("lstm", LayerDraws::recurrence);
    ALL.put("gru", LayerDraws::recurrence);
    ALL.put("dropout", call -> shared(call, "rate"));
    ALL.put("flatten", call -> any((in, s) -> Optional.of(flat(in))));
    ALL.put("reshape", LayerDraws::reshape);
    ALL.put("permute", LayerDraws::permute);
    ALL.put("upsample2d", LayerDraws::upsample);
    ALL.put("concat", LayerDraws::concat);
    for (String name : List.of("add", "multiply", "average", "maximum")) {
      ALL.put(name, call -> LayerDraws::joined);
    }
    for (String name : List.of("mean", "sum", "max")) ALL.put(name, LayerDraws::reduce);
    ALL.put("identity", call -> any((in, s) -> Optional.of(in)));
    for (String name :
        List.of(
            "relu",
            "relu6",
            "selu",
            "silu",
            "sigmoid",
            "tanh",
            "softplus",
            "hard_sigmoid",
            "hard_swish")) {
      ALL.put(name, call -> kept());
    }
    ALL.put("leaky_relu", call -> shared(call, "slope"));
    ALL.put("elu", call -> shared(call, "alpha"));
    ALL.put("gelu", call -> flagged(call, "approximate"));
    ALL.put("softmax", LayerDraws::alongAxis);
    ALL.put("log_softmax", LayerDraws::alongAxis);
  }

  /** What a layer makes of types, with settings by chance. */
  private interface Draw {
    Way of(Call call);
  }

  /** What a layer makes of one tensor. */
  private interface One {
    Optional<Tensor> of(Tensor in, Scope scope);
  }

  private LayerDraws() {}

  /** The layers that can be drawn. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(ALL.keySet());
  }

  /** The settings that some draws of a layer give. */
  public static Set<String> settings(String layer, long seed) {
    Call call = new Call(new Chance(seed), Tensor.floats(4, 4, 4), Scope.EMPTY);
    ALL.get(layer).of(call);
    return call.given();
  }

  /** A layer on these tensors; empty if what was drawn does not suit them. */
  static Optional<Part> draw(String layer, List<Tensor> in, Scope scope, Chance chance) {
    Call call = new Call(chance, in.get(0), scope);
    Way way = ALL.get(layer).of(call);
    Part part = new Part(call.text(layer, SETTINGS.get(layer)), way);
    return Optional.of(part).filter(p -> p.through(in, scope).isPresent());
  }

  private static Way any(One one) {
    return (in, scope) ->
        in.size() == 1 ? one.of(in.get(0), scope).map(List::of) : Optional.empty();
  }

  private static Way one(One one) {
    return any((in, scope) -> in.ints() ? Optional.empty() : one.of(in, scope));
  }

  private static Way kept() {
    return one((in, scope) -> Optional.of(in));
  }

  private static Way shared(Call call, String setting) {
    if (setting.equals("rate")) call.share(setting);
    else call.maybeShare(setting);
    return kept();
  }

  private static Way flagged(Call call, String setting) {
    call.maybeFlag(setting, false);
    return kept();
  }

  private static Optional<Tensor> resized(Tensor in, int axis, int size) {
    boolean fits = size >= 1 && size <= Part.MOST && axis < in.rank() && -axis <= in.rank();
    return fits ? Optional.of(in.with(axis, size)) : Optional.empty();
  }

  private static Way dense(Call call) {
    Written<Integer> units = call.size("units", -1);
    call.maybeFlag("bias", true);
    call.maybeInit();
    return one((in, s) -> resized(in, -1, units.at(s)));
  }

  private static List<Integer> divisors(int of) {
    return IntStream.rangeClosed(1, of).filter(d -> of % d == 0).boxed().toList();
  }

  private static Way convolution(Call call, int axes) {
    int groups = call.chance().oneIn(2) ? 1 : call.chance().pick(divisors(call.own(0)));
    int channels = groups * call.chance().between(1, 3);
    int kept = call.chance().oneIn(2) && call.own(0) % groups == 0 ? call.own(0) : channels;
    Written<Integer> out = call.whole("channels", groups == 1 ? call.chance().size(7) : kept);
    Sliding windows = Sliding.convolution(call, axes);
    Written<Integer> parts = groups == 1 ? Written.of("", 1) : call.whole("groups", groups);
    call.maybeFlag("bias", true);
    call.maybeInit();
    return one(
        (in, s) ->
            windows
                .over(in, s)
                .filter(t -> parts.at(s) >= 1 && in.size(0) % parts.at(s) == 0)
                .filter(t -> out.at(s) % parts.at(s) == 0)
                .flatMap(t -> resized(t, 0, out.at(s))));
  }

  private static Way depthwise(Call call) {
    Sliding windows = Sliding.convolution(call, 2);
    Written<Integer> times = call.maybeWhole("multiplier", call.chance().between(1, 3), 1);
    call.maybeFlag("bias", true);
    call.maybeInit();
    return one(
        (in, s) ->
            windows
                .over(in, s)
                .filter(t -> times.at(s) >= 1)
                .flatMap(t -> resized(t, 0, in.size(0) * times.at(s))));
  }

  private static Way transposed(Call call) {
    Written<Integer> out = call.size("channels", 0);
    Sliding windows = Sliding.transposed(call);
    call.maybeFlag("bias", true);
    call.maybeInit();
    Function<Scope, List<Integer>> more =
        call.chance().oneIn(3)
            ? call.each("output_padding", call.several(2, 0, 2))
            : s -> List.of(0, 0);
    return one((in, s) -> windows.under(in, s, more).flatMap(t -> resized(t, 0, out.at(s))));
  }

  private static Way pool(Call call, int axes) {
    return one(Sliding.pool(call, axes)::over);
  }

  private static Optional<Tensor> global(Tensor in) {
    return in.rank() < 2 ? Optional.empty() : Optional.of(Tensor.floats(in.size(0)));
  }

  private static Way norm(Call call, String... settings) {
    for (String setting : settings) {
      if (setting.equals("scale") || setting.equals("shift")) call.maybeFlag(setting, true);
      else call.maybeShare(setting);
    }
    return one((in, s) -> in.rank() < 1 ? Optional.empty() : Optional.of(in));
  }

  private static Way groupNorm(Call call) {
    Written<Integer> groups = call.whole("groups", call.chance().pick(divisors(call.own(0))));
    call.maybeShare("epsilon");
    return one(
        (in, s) ->
            in.rank() > 0 && groups.at(s) > 0 && in.size(0) % groups.at(s) == 0
                ? Optional.of(in)
                : Optional.empty());
  }

  private static Way embedding(Call call) {
    Written<Integer> vocabulary = call.whole("vocabulary", call.chance().between(2, 7));
    Written<Integer> size = call.whole("size", call.chance().size(8));
    return any(
        (in, s) -> {
          if (!in.ints() || size.at(s) < 1 || vocabulary.at(s) < 1) return Optional.empty();
          List<Integer> sizes = new ArrayList<>(in.sizes());
          sizes.add(size.at(s));
          return Optional.of(Tensor.floats(sizes));
        });
  }

  /** Of one tensor or of three. */
  private static Way attention(Call call) {
    Written<Integer> heads = call.whole("heads", call.chance().pick(divisors(call.own(-1))));
    call.maybeFlag("causal", false);
    return (in, s) -> {
      if (in.size() == 2 || in.size() > 3) return Optional.empty();
      if (in.stream().anyMatch(t -> t.ints() || t.rank() != 2)) return Optional.empty();
      if (heads.at(s) < 1 || in.get(0).size(1) % heads.at(s) != 0) return Optional.empty();
      if (in.size() == 3 && in.get(1).size(0) != in.get(2).size(0)) return Optional.empty();
      return Optional.of(List.of(in.get(0)));
    };
  }

  private static Way recurrence(Call call) {
    Written<Integer> units = call.size("units", -1);
    Written<Boolean> all = call.maybeFlag("sequence", true);
    call.maybeFlag("reverse", false);
    return one(
        (in, s) -> {
          if (in.rank() != 2) return Optional.empty();
          Optional<Tensor> out = resized(in, 1, units.at(s));
          return all.at(s) ? out : out.map(t -> t.without(0));
        });
  }

  private static Tensor flat(Tensor in) {
    return new Tensor(in.ints(), List.of((int) in.elements()));
  }

  private static Way reshape(Call call) {
    List<Integer> sizes = new ArrayList<>();
    int rest = (int) call.in().elements();
    for (int axes = call.chance().between(1, 3); axes > 1; axes--) {
      int size = call.chance().pick(divisors(rest));
      sizes.add(size);
      rest /= size;
    }
    sizes.add(rest);
    List<Integer> mixed = call.chance().shuffled(sizes);
    if (call.chance().oneIn(2)) mixed.set(call.chance().below(mixed.size()), -1);
    call.text("sizes", mixed.toString());
    return any(
        (in, s) -> {
          int known = mixed.stream().filter(size -> size > 0).reduce(1, (a, b) -> a * b);
          boolean open = mixed.contains(-1);
          int all = (int) in.elements();
          if (open ? all % known != 0 : all != known) return Optional.empty();
          return Optional.of(
              new Tensor(
                  in.ints(), mixed.stream().map(size -> size > 0 ? size : all / known).toList()));
        });
  }

  private static Way permute(Call call) {
    int rank = call.in().rank();
    List<Integer> axes =
        call.chance().shuffled(IntStream.range(0, rank).boxed().toList()).stream()
            .map(axis -> call.chance().oneIn(3) ? axis - rank : axis)
            .toList();
    call.text("axes", axes.toString());
    return any(
        (in, s) ->
            in.rank() == rank && rank > 0
                ? Optional.of(new Tensor(in.ints(), axes.stream().map(in::size).toList()))
                : Optional.empty());
  }

  private static Way upsample(Call call) {
    Function<Scope, List<Integer>> factor = call.each("factor", call.several(2, 1, 3));
    return any(
        (in, s) -> {
          if (in.rank() != 3) return Optional.empty();
          List<Integer> times = factor.apply(s);
          return resized(in, 1, in.size(1) * times.get(0))
              .flatMap(t -> resized(t, 2, in.size(2) * times.get(1)));
        });
  }

  private static int axis(Call call) {
    int rank = Math.max(1, call.in().rank());
    return call.chance().between(-rank, rank - 1);
  }

  private static Way concat(Call call) {
    Written<Integer> axis = call.maybeWhole("axis", axis(call), 0);
    return (in, s) -> {
      int along = axis.at(s);
      Tensor first = in.get(0);
      if (in.size() < 2 || along >= first.rank() || -along > first.rank()) return Optional.empty();
      int all = 0;
      for (Tensor tensor : in) {
        if (tensor.rank() != first.rank()) return Optional.empty();
        if (!tensor.with(along, 1).equals(first.with(along, 1))) return Optional.empty();
        all += tensor.size(along);
      }
      return Optional.of(List.of(first.with(along, all)));
    };
  }

  private static Optional<List<Tensor>> joined(List<Tensor> in, Scope scope) {
    if (in.size() < 2) return Optional.empty();
    BinaryOperator<Optional<Tensor>> both = (a, b) -> a.flatMap(x -> b.flatMap(x::broadcast));
    return in.stream().map(Optional::of).reduce(both).flatMap(tensor -> tensor).map(List::of);
  }

  private static Way reduce(Call call) {
    Written<Integer> axis = call.whole("axis", axis(call));
    return one((in, s) -> resized(in, axis.at(s), 1).map(t -> in.without(axis.at(s))));
  }

  private static Way alongAxis(Call call) {
    Written<Integer> axis = call.maybeWhole("axis", axis(call), -1);
    return one((in, s) -> resized(in, axis.at(s), 1).map(t -> in));
  }
}
