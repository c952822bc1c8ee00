package dev.nnd.api;

import dev.nnd.bytecode.ClassFile;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Layer;
import dev.nnd.kernel.Blueprint;
import dev.nnd.loop.LoopText;
import java.util.List;

/**
 * What the compiler does with a declaration, stage by stage.
 *
 * @param name the declaration
 * @param training whether this is a step of a training, or else a prediction
 * @param stages the network after each pass, then its primitives
 * @param blueprint the kernels and the plan of the memory
 * @param listing the loops of the kernels, as text
 * @param classFile the bytecode
 */
public record Explained(
    String name,
    boolean training,
    List<Stage> stages,
    Blueprint blueprint,
    String listing,
    byte[] classFile) {
  public Explained {
    stages = List.copyOf(stages);
    classFile = classFile.clone();
  }

  static Explained of(String name, boolean training, List<Stage> stages, Blueprint blueprint) {
    String listing = LoopText.print(blueprint.program());
    byte[] classFile = ClassFile.emit(blueprint.program());
    return new Explained(name, training, stages, blueprint, listing, classFile);
  }

  @Override
  public byte[] classFile() {
    return classFile.clone();
  }

  /** The stages that consist of layers still. */
  public List<Stage> layers() {
    return stages.stream().filter(stage -> hasLayers(stage.graph())).toList();
  }

  private static boolean hasLayers(Graph graph) {
    return graph.nodes().stream().anyMatch(node -> node.op() instanceof Layer);
  }

  /** What each layer of a stage costs, in order. */
  public static List<LayerCost> costs(Stage stage) {
    return Costs.of(stage.graph());
  }
}
