package dev.nnd.bench.nnd;

import dev.nnd.bench.common.Layers;
import dev.nnd.bench.common.Weights;
import dev.nnd.runtime.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The weights of a network under the names that nnd gives them: the paths that lead to them. */
final class Names implements Layers<Names.Place> {
  private final Map<String, Tensor> tensors = new HashMap<>();

  /** The way to the chain that makes the output. */
  Place input() {
    return new Place("label.");
  }

  Map<String, Tensor> tensors() {
    return Map.copyOf(tensors);
  }

  @Override
  public Place dense(Place x, Weights.Dense weights) {
    String path = x.next("dense");
    put(path + ".weight", weights.weight(), weights.out(), weights.in());
    put(path + ".bias", weights.bias(), weights.out());
    return x;
  }

  @Override
  public Place conv(Place x, Weights.Filter f) {
    put(x.next("conv2d") + ".weight", f.weight(), f.out(), f.in(), f.size(), f.size());
    return x;
  }

  @Override
  public Place norm(Place x, Weights.Norm weights) {
    String path = x.next("batch_norm");
    put(path + ".scale", weights.scale(), weights.channels());
    put(path + ".shift", weights.shift(), weights.channels());
    put(path + ".running_mean", weights.mean(), weights.channels());
    put(path + ".running_var", weights.variance(), weights.channels());
    return x;
  }

  private void put(String path, float[] values, Integer... shape) {
    tensors.put(path, new Tensor(List.of(shape), values));
  }

  @Override
  public Place residual(Place x, UnaryOperator<Place> main, UnaryOperator<Place> skip) {
    String path = x.next("Residual");
    main.apply(new Place(path + ".main."));
    skip.apply(new Place(path + ".skip."));
    return x;
  }

  @Override
  public Place relu(Place x) {
    return x;
  }

  @Override
  public Place maxPool(Place x) {
    return x;
  }

  @Override
  public Place meanPool(Place x) {
    return x;
  }

  @Override
  public Place flatten(Place x) {
    return x;
  }

  @Override
  public Place softmax(Place x) {
    return x;
  }

  /** Where in a chain. The second layer of a kind has {@code _2} behind its name. */
  static final class Place {
    private final String path;
    private final Map<String, Integer> counts = new HashMap<>();

    Place(String path) {
      this.path = path;
    }

    String next(String kind) {
      int count = counts.merge(kind, 1, Integer::sum);
      return path + kind + (count == 1 ? "" : "_" + count);
    }
  }
}
