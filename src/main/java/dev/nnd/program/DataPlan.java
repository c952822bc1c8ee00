package dev.nnd.program;

import dev.nnd.source.Span;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A {@code data} declaration, settled.
 *
 * @param name its name
 * @param parts where the examples of each part come from
 * @param columns the named columns, in order
 * @param origin the declaration
 */
public record DataPlan(String name, Parts parts, List<Column> columns, Span origin) {
  public DataPlan {
    columns = List.copyOf(columns);
  }

  /** The parts of a data set. */
  public enum Part {
    TRAIN,
    VALIDATION,
    TEST
  }

  /**
   * Where the examples of each part come from: files of its own, or a share of others.
   *
   * @param sources files named for a part
   * @param whole one source that {@code shares} divides, if there is one
   * @param shares of {@code whole} by part when it is there (they sum to at most 1), else the share
   *     of the train part that becomes the validation part, in (0, 1)
   * @param seed of the shuffle before dividing
   */
  public record Parts(
      Map<Part, Source> sources, Optional<Source> whole, Map<Part, Double> shares, long seed) {
    public Parts {
      // Sorted, so that every run goes through the parts in the same order.
      sources = Collections.unmodifiableMap(new TreeMap<>(sources));
      shares = Collections.unmodifiableMap(new TreeMap<>(shares));
    }
  }

  /** Files with examples; the paths are absolute or relative to the working directory. */
  public sealed interface Source {
    /** Where the file names it. */
    Span origin();

    /** Calls the case of this source. */
    <R> R accept(SourceVisitor<R> visitor);
  }

  /**
   * Comma-separated values (RFC 4180), gzipped if the name ends in {@code .gz}.
   *
   * @param header whether the first row names the columns
   */
  public record Csv(Path path, boolean header, char delimiter, Span origin) implements Source {
    @Override
    public <R> R accept(SourceVisitor<R> visitor) {
      return visitor.csv(this);
    }
  }

  /** The IDX files of MNIST and its kin, with columns {@code images} and {@code labels}. */
  public record Idx(Path images, Path labels, Span origin) implements Source {
    @Override
    public <R> R accept(SourceVisitor<R> visitor) {
      return visitor.idx(this);
    }
  }

  /** One NumPy array a column, all with as many rows, in the order they are named. */
  public record Npy(List<Map.Entry<String, Path>> arrays, Span origin) implements Source {
    public Npy {
      arrays = List.copyOf(arrays);
    }

    @Override
    public <R> R accept(SourceVisitor<R> visitor) {
      return visitor.npy(this);
    }
  }

  /** A NumPy archive; each array in it is a column. */
  public record Npz(Path path, Span origin) implements Source {
    @Override
    public <R> R accept(SourceVisitor<R> visitor) {
      return visitor.npz(this);
    }
  }

  /**
   * A folder with one folder of pictures a class; columns {@code images}, {@code [channels, height,
   * width]} of 0 to 255, and {@code labels}, the folders' names.
   *
   * @param channels 3 for colours, 1 for grey
   */
  public record ImageFolder(Path path, int height, int width, int channels, Span origin)
      implements Source {
    @Override
    public <R> R accept(SourceVisitor<R> visitor) {
      return visitor.imageFolder(this);
    }
  }

  /** One case per source and no defaults. */
  public interface SourceVisitor<R> {
    R csv(Csv source);

    R idx(Idx source);

    R npy(Npy source);

    R npz(Npz source);

    R imageFolder(ImageFolder source);
  }

  /**
   * A column: which of the source's, and what is done to it.
   *
   * @param name the model input it feeds, or the target
   */
  public record Column(String name, Selector selector, List<Step> steps, Span origin) {
    public Column {
      steps = List.copyOf(steps);
    }

    /** The step that moves its images in training, if there is one. */
    public Optional<Augment> augment() {
      return steps.stream().filter(Augment.class::isInstance).map(Augment.class::cast).findFirst();
    }
  }

  /** Which columns of the source make one of ours. */
  public sealed interface Selector permits ByName, ByPosition {}

  /**
   * The source columns from one name to another (the same for a single one), in the source's order.
   */
  public record ByName(String first, String last) implements Selector {}

  /** The source columns from one position to another, both included, from 0. */
  public record ByPosition(int first, int last) implements Selector {}

  /** Something done to every value of a column. */
  public sealed interface Step {
    /** Where the file asks for it. */
    Span origin();

    /** Calls the case of this step. */
    <R> R accept(StepVisitor<R> visitor);
  }

  /** {@code x * factor}. */
  public record Scale(double factor, Span origin) implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.scale(this);
    }
  }

  /** {@code x + amount}. */
  public record Offset(double amount, Span origin) implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.offset(this);
    }
  }

  /** {@code (x - mean) / deviation} by the train part's statistics. */
  public record Standardize(Span origin) implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.standardize(this);
    }
  }

  /** {@code (x - min) / (max - min)} by the train part's extremes. */
  public record MinMax(Span origin) implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.minMax(this);
    }
  }

  /** {@code log(1 + x)}. */
  public record Log1p(Span origin) implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.log1p(this);
    }
  }

  /**
   * Labels to 0..n-1; texts in sorted order. The count is learnt from the train part when it is not
   * given.
   */
  public record Classes(OptionalInt count, Span origin) implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.classes(this);
    }
  }

  /** A class to a vector with a single 1. */
  public record OneHot(Span origin) implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.oneHot(this);
    }
  }

  /** The values of every example in one fixed random order. */
  public record ShufflePixels(Span origin) implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.shufflePixels(this);
    }
  }

  /**
   * Moves images in training, otherwise for each example and epoch; the last step of its column.
   *
   * @param shift most pixels up, down, left and right; at least 0
   * @param flip whether half of them are mirrored, left to right
   * @param rotate most degrees to either side; from 0 to 180
   */
  public record Augment(int shift, boolean flip, double rotate, Span origin) implements Step {
    @Override
    public <R> R accept(StepVisitor<R> visitor) {
      return visitor.augment(this);
    }
  }

  /** One case per step and no defaults. */
  public interface StepVisitor<R> {
    R scale(Scale step);

    R offset(Offset step);

    R standardize(Standardize step);

    R minMax(MinMax step);

    R log1p(Log1p step);

    R classes(Classes step);

    R oneHot(OneHot step);

    R shufflePixels(ShufflePixels step);

    R augment(Augment step);
  }
}
