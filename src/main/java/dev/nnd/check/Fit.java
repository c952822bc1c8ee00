package dev.nnd.check;

import dev.nnd.graph.Activation;
import dev.nnd.graph.Graph;
import dev.nnd.graph.GraphBuilder;
import dev.nnd.graph.Layer;
import dev.nnd.graph.Node;
import dev.nnd.graph.Primitive;
import dev.nnd.graph.Result;
import dev.nnd.graph.Shape;
import dev.nnd.graph.Type;
import dev.nnd.graph.Value;
import dev.nnd.graph.Verifier;
import dev.nnd.program.DataPlan;
import dev.nnd.program.DataPlan.Column;
import dev.nnd.program.TrainPlan.Loss;
import dev.nnd.program.TrainPlan.Metric;
import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Nearest;
import dev.nnd.source.Span;
import dev.nnd.syntax.Statement;
import dev.nnd.syntax.Tree.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Builds the model of a train, and checks that model, data and loss fit each other. */
final class Fit {
  private static final Activation SIGMOID = Activation.of(Activation.Kind.SIGMOID);

  private final Session session;
  private final ModelUse use;
  private final Models models;
  private final Map<Name, Flow> outputs;
  private Optional<Column> target = Optional.empty();
  private OptionalLong targetSize = OptionalLong.empty();

  Fit(Session session, ModelUse use) {
    this.session = session;
    this.use = use;
    this.models = new Models(session);
    this.outputs = models.build(use.model(), use.scope());
    if (outputs.size() > 1) {
      session.out().report(Code.SEVERAL_OUTPUTS, use.span(), use.model().name(), outputs.size());
    }
  }

  /** Whether the whole model is known; if not, a parameter has no value, or something is wrong. */
  boolean isKnown() {
    return output().isPresent();
  }

  /** The graph in the making that holds the model. */
  Assembly assembly() {
    return models.assembly();
  }

  /** All that flows in and out. */
  Flow tensors() {
    List<Value> values = new ArrayList<>();
    models.inputs().forEach(flow -> values.addAll(flow.values()));
    outputs.values().forEach(flow -> values.addAll(flow.values()));
    return values.isEmpty() ? Flow.unknown() : Flow.of(values);
  }

  private GraphBuilder builder() {
    return models.assembly().builder();
  }

  /** The output, if there is just one and it is known. */
  private Optional<Value> output() {
    List<Value> values = new ArrayList<>();
    outputs.values().forEach(flow -> values.addAll(flow.values()));
    return outputs.size() == 1 ? values.stream().findFirst() : Optional.empty();
  }

  /**
   * Checks that every input has its column, and finds the target.
   *
   * @param span where the train names the data
   */
  void columns(DataPlan data, Span span) {
    List<Column> free = new ArrayList<>(data.columns());
    List<Statement.Input> unfed = new ArrayList<>();
    for (Statement.Input input : Body.inputs(use.model().body())) {
      String name = input.name().text();
      Optional<Column> column = free.stream().filter(c -> c.name().equals(name)).findFirst();
      if (column.isPresent()) {
        feeds(column.get(), ColumnSize.of(column.get(), data), input);
        free.remove(column.get());
      } else {
        unfed.add(input);
      }
    }
    unfed.forEach(input -> unfed(input.name(), free, data, span));
    if (!unfed.isEmpty()) {
      // One of the columns is meant for the input, so that the target cannot be told.
      return;
    }
    if (free.isEmpty()) {
      session.out().report(Code.NO_TARGET, span, data.name());
    } else if (free.size() > 1) {
      String names = Kinds.listed(free.stream().map(Column::name).toList());
      Diagnostic several =
          Diagnostic.of(Code.SEVERAL_TARGETS, span, free.size(), data.name(), names);
      session.out().report(several.withHelp("one column is the target; leave the others out"));
    } else {
      target = Optional.of(free.get(0));
      targetSize = ColumnSize.of(free.get(0), data);
    }
  }

  private void unfed(Name input, List<Column> free, DataPlan data, Span span) {
    List<String> names = free.stream().map(Column::name).toList();
    Diagnostic unfed =
        Diagnostic.of(Code.INPUT_WITHOUT_COLUMN, span, data.name(), input)
            .withLabel(span, "has no column `" + input + "`")
            .withLabel(input.span(), "the input");
    Optional<String> help =
        Nearest.to(input.text(), names)
            .map(near -> "did you mean `" + near + "`?")
            .or(() -> Optional.of("columns: " + Kinds.listed(names)).filter(h -> !names.isEmpty()));
    session.out().report(help.map(unfed::withHelp).orElse(unfed));
  }

  private void feeds(Column column, OptionalLong size, Statement.Input input) {
    for (Node node : builder().build().nodes()) {
      boolean wrong =
          node.op() instanceof Primitive.Input op
              && op.name().equals(column.name())
              && size.isPresent()
              && size.getAsLong() != Types.elements(op.type().shape());
      if (wrong) {
        String type = Types.text(node.type());
        session
            .out()
            .report(
                Diagnostic.of(Code.COLUMN_FEEDS, column.origin(), column.name(), type)
                    .withLabel(column.origin(), values(size.getAsLong()))
                    .withLabel(input.span(), values(Types.elements(node.type().shape())))
                    .withHelp("choose other columns, or give the input the sizes of the column"));
      }
      boolean flat =
          node.op() instanceof Primitive.Input op
              && op.name().equals(column.name())
              && op.type().shape().rank() != 4;
      if (flat && column.augment().isPresent()) {
        Span augment = column.augment().get().origin();
        session
            .out()
            .report(
                Diagnostic.of(Code.NO_IMAGES, augment, column.name(), Types.text(node.type()))
                    .withLabel(augment, "moves pixels")
                    .withLabel(input.span(), "has no height and width")
                    .withHelp("give the input the shape `float[channels, height, width]`"));
      }
    }
  }

  private static String values(long count) {
    return count + (count == 1 ? " value" : " values");
  }

  /**
   * Checks that the loss suits the output and the target.
   *
   * @param span where the train names the loss
   */
  void loss(Loss loss, Span span) {
    output().ifPresent(output -> new LossFit(loss, span).check(builder().node(output)));
  }

  /** Whether one loss suits the output and the target. */
  private final class LossFit {
    private final Loss loss;
    private final Span span;
    private final String name;

    LossFit(Loss loss, Span span) {
      this.loss = loss;
      this.span = span;
      this.name = Losses.name(loss);
    }

    void check(Node output) {
      if (loss instanceof Loss.CrossEntropy entropy) {
        int last = output.type().shape().rank() - 1;
        boolean softmax = output.op() instanceof Layer.Softmax s && s.axis() == last;
        if (suits(output, "softmax", softmax, entropy.logits()) && severalClasses(output)) {
          target.ifPresent(column -> classes(column, output));
        }
      } else if (loss instanceof Loss.BinaryCrossEntropy entropy) {
        boolean sigmoid = output.op().equals(new Layer.Activate(SIGMOID));
        if (suits(output, "sigmoid", sigmoid, entropy.logits())) {
          target.ifPresent(column -> binary(column, output));
        }
      } else {
        target.ifPresent(column -> numbers(column, output));
      }
    }

    /** Whether the output ends as the loss needs it: in probabilities, or before them. */
    private boolean suits(Node output, String ending, boolean ends, boolean logits) {
      if (ends == logits) {
        Diagnostic wrong =
            logits
                ? Diagnostic.of(Code.LOSS_LOGITS, span, name, ending)
                    .withLabel(span, "takes the `" + ending + "` itself")
                    .withLabel(output.origin(), "the output `" + outputName() + "` ends here")
                    .withHelp(
                        "drop this `"
                            + ending
                            + "`, or use `"
                            + name.replace("_with_logits", "")
                            + "`")
                : Diagnostic.of(Code.LOSS_OUTPUT, span, name, ending)
                    .withLabel(span, "needs probabilities")
                    .withLabel(output.origin(), "the output `" + outputName() + "` ends here")
                    .withHelp("end it with `-> " + ending + "`, or use `" + name + "_with_logits`");
        session.out().report(wrong);
      }
      return ends != logits;
    }

    private Name outputName() {
      return outputs.keySet().iterator().next();
    }

    /** Whether the output tells classes apart at all. */
    private boolean severalClasses(Node output) {
      Shape shape = output.type().shape();
      boolean several = shape.rank() > 1 && shape.dim(-1) > 1;
      if (!several) {
        session
            .out()
            .report(
                Diagnostic.of(Code.LOSS_CLASSES, span, name)
                    .withLabel(span, "needs a number for each class")
                    .withLabel(output.origin(), "gives " + Types.text(output.type()))
                    .withHelp("one number tells two classes apart with `binary_cross_entropy`"));
      }
      return several;
    }

    private void classes(Column column, Node output) {
      int count = output.type().shape().dim(-1);
      Optional<DataPlan.Classes> classes = ColumnSize.classes(column);
      if (classes.isEmpty()) {
        session
            .out()
            .report(
                Diagnostic.of(Code.LOSS_TARGET, span, name, "classes", column.name(), "numbers")
                    .withLabel(span, "needs classes")
                    .withLabel(column.origin(), "gives numbers")
                    .withHelp("add `-> classes(" + count + ")` to it"));
        return;
      }
      count(column, classes.get(), count, output);
      targetSize(column, Types.elements(output.type().shape()) / count, output, span);
    }

    private void binary(Column column, Node output) {
      ColumnSize.classes(column).ifPresent(classes -> count(column, classes, 2, output));
      targetSize(column, Types.elements(output.type().shape()), output, span);
    }

    private void count(Column column, DataPlan.Classes classes, int count, Node output) {
      if (classes.count().isPresent() && classes.count().getAsInt() != count) {
        int given = classes.count().getAsInt();
        session
            .out()
            .report(
                Diagnostic.of(Code.CLASS_COUNT, classes.origin(), column.name(), given, count)
                    .withLabel(classes.origin(), given + " classes")
                    .withLabel(output.origin(), "gives " + Types.text(output.type()))
                    .withHelp("end the model with `dense(" + given + ") -> softmax`"));
      }
    }

    private void numbers(Column column, Node output) {
      if (ColumnSize.classes(column).isPresent()) {
        session
            .out()
            .report(
                Diagnostic.of(Code.LOSS_TARGET, span, name, "numbers", column.name(), "classes")
                    .withLabel(span, "needs numbers")
                    .withLabel(column.origin(), "gives classes")
                    .withHelp("use `cross_entropy`, or add `-> one_hot` to the column"));
        return;
      }
      targetSize(column, Types.elements(output.type().shape()), output, span);
    }
  }

  /**
   * Checks that a metric suits the target.
   *
   * @param span where the train names the metrics
   */
  void metric(Metric metric, Loss loss, Span span) {
    boolean oneHot =
        target
            .map(Column::steps)
            .filter(steps -> !steps.isEmpty())
            .map(steps -> steps.get(steps.size() - 1) instanceof DataPlan.OneHot)
            .orElse(false);
    boolean classes = loss instanceof Loss.CrossEntropy;
    boolean labels = loss instanceof Loss.BinaryCrossEntropy;
    boolean suits =
        switch (metric.kind()) {
          case ACCURACY, PRECISION, RECALL, F1, AUC -> classes || labels || oneHot;
          case TOP_K -> classes || oneHot && !labels;
          case MAE, MSE, R2 -> !classes;
        };
    if (!suits) {
      String needed =
          switch (metric.kind()) {
            case ACCURACY, PRECISION, RECALL, F1, AUC -> "classes";
            case TOP_K -> "several classes";
            case MAE, MSE, R2 -> "numbers";
          };
      session.out().report(Code.METRIC_TARGET, span, metric.name(), needed);
    }
    if (suits && metric.kind() == Metric.Kind.TOP_K) {
      output().ifPresent(output -> topK(metric.count(), builder().node(output), span));
    }
  }

  private void topK(int count, Node output, Span span) {
    int classes = output.type().shape().dim(-1);
    if (count > classes) {
      session
          .out()
          .report(
              Diagnostic.of(Code.TOP_OF_TOO_FEW, span, "top_k", count, classes)
                  .withLabel(span, "looks at " + count)
                  .withLabel(output.origin(), "gives " + Types.text(output.type())));
    }
  }

  private void targetSize(Column column, long needed, Node output, Span span) {
    if (targetSize.isPresent() && targetSize.getAsLong() != needed) {
      session
          .out()
          .report(
              Diagnostic.of(
                      Code.TARGET_SIZE,
                      span,
                      values(needed),
                      column.name(),
                      values(targetSize.getAsLong()))
                  .withLabel(output.origin(), "gives " + Types.text(output.type()))
                  .withLabel(column.origin(), values(targetSize.getAsLong()))
                  .withHelp(sized(output, targetSize.getAsLong())));
    }
  }

  /** How an output may get as many values as the target has. */
  private static String sized(Node output, long values) {
    return output.type().shape().rank() > 2
        ? "`dense` works on the last axis: put `flatten` before it, for one answer to the whole"
        : "`dense(" + values + ")` at the end gives as many";
  }

  /** The model, when nothing is wrong. */
  Model model() {
    return models.finish(use.model(), use.parameters(), use.scope(), outputs);
  }

  /** The graph of the model with its loss, after {@link #model}. */
  Graph training(Loss loss, Span span) {
    GraphBuilder builder = builder().at(span);
    Value output = output().orElseThrow();
    Type type = Losses.target(loss, builder.shape(output));
    Value expected = builder.add(new Primitive.Input(target.orElseThrow().name(), type));
    Value value = builder.add(Losses.layer(loss), output, expected);
    builder.result(Result.Kind.LOSS, "loss", value);
    Graph training = models.assembly().graph();
    Verifier.verify(training, "check");
    return training;
  }
}
