package dev.nnd.bench.onnxruntime;

import dev.nnd.bench.common.Layers;
import dev.nnd.bench.common.Network;
import dev.nnd.bench.common.Weights;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Writes a network as an ONNX model. Values are their names.
 *
 * <p>The numbers of the fields are those of onnx.proto (github.com/onnx/onnx), IR version 8.
 */
final class OnnxModel implements Layers<String> {
  static final String INPUT = "x";
  static final String OUTPUT = "y";

  private static final long IR_VERSION = 8;
  private static final long OPERATORS_VERSION = 13;
  private static final long FLOAT = 1;

  private final Message graph = new Message();
  private int names;

  private OnnxModel() {}

  /** The file of a network for batches of one size. */
  static byte[] of(Network network, int batch) {
    OnnxModel model = new OnnxModel();
    String result = network.predicting(model, INPUT);
    model.graph.message(1, operation("Identity", OUTPUT, result));
    model.graph.text(2, network.id());
    model.graph.message(11, value(INPUT, network.batch(batch)));
    model.graph.message(12, value(OUTPUT, batch, network.classes()));
    return new Message()
        .number(1, IR_VERSION)
        .message(7, model.graph)
        .message(8, new Message().text(1, "").number(2, OPERATORS_VERSION))
        .toBytes();
  }

  private static Message value(String name, long... shape) {
    Message dims = new Message();
    for (long length : shape) dims.message(1, new Message().number(1, length));
    Message tensor = new Message().number(1, FLOAT).message(2, dims);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  private static Message operation(String type, String output, String... inputs) {
    Message operation = new Message();
    for (String input : inputs) operation.text(1, input);
    return operation.text(2, output).text(4, type);
  }

  private static Message attribute(String name, long value) {
    return new Message().text(1, name).number(3, value).number(20, 2);
  }

  private static Message attribute(String name, float value) {
    return new Message().text(1, name).real(2, value).number(20, 1);
  }

  private static Message attribute(String name, long... values) {
    Message attribute = new Message().text(1, name);
    for (long value : values) attribute.number(8, value);
    return attribute.number(20, 7);
  }

  private String constant(float[] values, long... shape) {
    String name = "w" + ++names;
    Message tensor = new Message();
    for (long length : shape) tensor.number(1, length);
    graph.message(5, tensor.number(2, FLOAT).text(8, name).bytes(9, Message.floats(values)));
    return name;
  }

  /** Adds an operation with its attributes. */
  private String add(Message[] attributes, String type, String... inputs) {
    String output = "v" + ++names;
    Message operation = operation(type, output, inputs);
    Arrays.stream(attributes).forEach(attribute -> operation.message(5, attribute));
    graph.message(1, operation);
    return output;
  }

  private static Message[] with(Message... attributes) {
    return attributes;
  }

  @Override
  public String dense(String x, Weights.Dense weights) {
    String weight = constant(weights.weight(), weights.out(), weights.in());
    String bias = constant(weights.bias(), weights.out());
    return add(with(attribute("transB", 1)), "Gemm", x, weight, bias);
  }

  @Override
  public String conv(String x, Weights.Filter f) {
    int border = f.size() / 2;
    Message[] attributes =
        with(
            attribute("kernel_shape", f.size(), f.size()),
            attribute("pads", border, border, border, border),
            attribute("strides", f.stride(), f.stride()));
    return add(attributes, "Conv", x, constant(f.weight(), f.out(), f.in(), f.size(), f.size()));
  }

  @Override
  public String norm(String x, Weights.Norm weights) {
    return add(
        with(attribute("epsilon", Weights.Norm.EPSILON)),
        "BatchNormalization",
        x,
        constant(weights.scale(), weights.channels()),
        constant(weights.shift(), weights.channels()),
        constant(weights.mean(), weights.channels()),
        constant(weights.variance(), weights.channels()));
  }

  @Override
  public String relu(String x) {
    return add(with(), "Relu", x);
  }

  @Override
  public String maxPool(String x) {
    return add(with(attribute("kernel_shape", 2, 2), attribute("strides", 2, 2)), "MaxPool", x);
  }

  @Override
  public String meanPool(String x) {
    return flatten(add(with(), "GlobalAveragePool", x));
  }

  @Override
  public String residual(String x, UnaryOperator<String> main, UnaryOperator<String> skip) {
    return add(with(), "Add", main.apply(x), skip.apply(x));
  }

  @Override
  public String flatten(String x) {
    return add(with(attribute("axis", 1)), "Flatten", x);
  }

  @Override
  public String softmax(String x) {
    return add(with(attribute("axis", -1)), "Softmax", x);
  }
}
