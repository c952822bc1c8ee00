package dev.nnd.api;

import dev.nnd.check.Checker;
import dev.nnd.check.Declarations;
import dev.nnd.check.Model;
import dev.nnd.check.TrainSetup;
import dev.nnd.graph.Graph;
import dev.nnd.graph.Primitive.Parameter;
import dev.nnd.kernel.Kernels;
import dev.nnd.kernel.Target;
import dev.nnd.lower.SplitWeights;
import dev.nnd.program.SearchPlan;
import dev.nnd.program.TrainPlan;
import dev.nnd.runtime.Description;
import dev.nnd.runtime.Network;
import dev.nnd.runtime.Safetensors;
import dev.nnd.runtime.Tensor;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.Severity;
import dev.nnd.source.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Compiles one program, with the files that it uses. Immutable.
 *
 * <p>Where a method takes a name, it is that of a declaration of the program, and the settings are
 * values of its parameters, as a program would write them; the others have their defaults. The
 * forms without a name are for programs that have just one declaration of the kind.
 */
public final class Compiler {
  private final List<SourceFile> files;
  private final Declarations declarations;
  private final List<Diagnostic> diagnostics;
  private final Options options;

  private Compiler(
      List<SourceFile> files,
      Declarations declarations,
      List<Diagnostic> diagnostics,
      Options options) {
    this.files = List.copyOf(files);
    this.declarations = declarations;
    this.diagnostics = diagnostics;
    this.options = options;
  }

  /**
   * The program in a file.
   *
   * @throws java.io.FileNotFoundException if there is no such file
   * @throws IOException if it cannot be read, or is not UTF-8
   */
  public static Compiler of(Path file) throws IOException {
    Sources sources = Sources.files();
    return of(sources.main(file.toString()), sources);
  }

  /**
   * The program in a text that stands for what a file was once; the files that it uses are read
   * from where that file was.
   */
  public static Compiler of(Path file, String text) {
    return of(new SourceFile(file.toString(), text), Sources.files());
  }

  /**
   * The program in a resource. Files of data that it names are relative to the working directory.
   *
   * @param beside a class that finds the resource
   * @param name as {@link Class#getResourceAsStream} takes it
   * @throws java.io.FileNotFoundException if there is no such resource
   * @throws IOException if it cannot be read, or is not UTF-8
   */
  public static Compiler ofResource(Class<?> beside, String name) throws IOException {
    Sources sources = Sources.resources(beside);
    return of(sources.main(name), sources);
  }

  /**
   * The program in a text, which uses no other files.
   *
   * @param name how messages call it
   */
  public static Compiler ofText(String name, String text) {
    return of(new SourceFile(name, text), Sources.none());
  }

  private static Compiler of(SourceFile main, Sources sources) {
    Diagnostics out = new Diagnostics();
    List<SourceFile> files = new ArrayList<>(List.of(main));
    Declarations declarations = Checker.load(main, name -> used(name, sources, files), out);
    Checker.check(declarations, out);
    return new Compiler(files, declarations, out.sorted(), Options.usual());
  }

  private static Optional<SourceFile> used(String name, Sources sources, List<SourceFile> files) {
    Optional<SourceFile> file = sources.used(name);
    file.ifPresent(files::add);
    return file;
  }

  /** A compiler of the same program with other options. */
  public Compiler with(Options other) {
    return new Compiler(files, declarations, diagnostics, other);
  }

  /** How what it compiles runs. */
  public Options options() {
    return options;
  }

  /** All that is wrong with the program, and all that could be better, by place. */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /** Whether nothing can be made of the program. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  /**
   * This compiler, of a program without errors.
   *
   * @throws CompileException if it has some
   */
  public Compiler checked() {
    if (hasErrors()) throw new CompileException(diagnostics);
    return this;
  }

  /** The text of the program. */
  public SourceFile source() {
    return declarations.main();
  }

  /** The program and the files that it uses, each as it was read; the program is the first. */
  public List<SourceFile> files() {
    return files;
  }

  /** The names of the models, in order. */
  public List<String> models() {
    return declarations.models().stream().map(model -> model.name().text()).toList();
  }

  /** The names of the trains, in order. */
  public List<String> trains() {
    return declarations.trains().stream().map(train -> train.name().text()).toList();
  }

  /** The names of the searches, in order. */
  public List<String> searches() {
    return declarations.searches().stream().map(search -> search.name().text()).toList();
  }

  /**
   * The network that weights belong to, by what their file says; or else the only one.
   *
   * @throws CompileException if the program has errors
   * @throws WeightsException if the weights do not suit the network
   * @throws IllegalArgumentException if there is not just one model
   */
  public Network network(Safetensors weights) {
    return network(Optional.empty(), Map.of(), weights);
  }

  /**
   * A network. The settings that the weights' file remembers for this model stand between those
   * given here and the defaults.
   *
   * @param model empty for the one that the weights' file says, or else the only one
   * @throws CompileException if the program has errors, or no such model
   * @throws WeightsException if the weights do not suit the network
   * @throws IllegalArgumentException if there is not just one model to choose
   */
  public Network network(
      Optional<String> model, Map<String, String> settings, Safetensors weights) {
    return network(chosen(model, settings, weights), weights);
  }

  private Model chosen(Optional<String> model, Map<String, String> settings, Safetensors weights) {
    Optional<ModelChoice> remembered = ModelChoice.of(weights.metadata());
    String name =
        model
            .or(() -> remembered.map(ModelChoice::model).filter(models()::contains))
            .orElseGet(() -> only("model", models()));
    Map<String, String> all = new HashMap<>();
    remembered.filter(r -> r.model().equals(name)).ifPresent(r -> all.putAll(r.settings()));
    all.putAll(settings);
    return model(name, all);
  }

  private Network network(Model checked, Safetensors weights) {
    Map<String, float[]> values = FittedWeights.of(checked.graph(), weights.tensors());
    Inference inference = Inference.of(checked.graph(), options.target(), kernelOptions(checked));
    Description description =
        Shipping.description(checked, inference.compiled().blueprint(), List.of(), options.chunk());
    return new Network(
        description, inference.compiled().code(), inference.bind(values), options.threads());
  }

  /**
   * A network in a jar of its own. {@link Options#target} says for what it is compiled, {@link
   * Options#chunk} on how many samples it works at a time.
   *
   * @param model as for {@link #network}
   * @param classes the names of the classes that the output tells apart; may be empty
   * @throws CompileException if the program has errors, or no such model
   * @throws WeightsException if the weights do not suit the network
   * @throws IllegalArgumentException if there is not just one model to choose
   */
  public Jar jar(
      Optional<String> model,
      Map<String, String> settings,
      Safetensors weights,
      List<String> classes) {
    Model chosen = chosen(model, settings, weights);
    Map<String, float[]> values = FittedWeights.of(chosen.graph(), weights.tensors());
    return Shipping.jar(chosen, options.target(), kernelOptions(chosen), values, classes);
  }

  /**
   * The weights that a model starts its training with.
   *
   * @throws CompileException if the program has errors, or no such model
   */
  public Safetensors startWeights(String model, Map<String, String> settings, long seed) {
    Model checked = model(model, settings);
    Map<String, Tensor> tensors = new HashMap<>();
    for (Parameter parameter : checked.graph().parameters()) {
      float[] values = InitialWeights.of(parameter, seed);
      tensors.put(parameter.path(), new Tensor(parameter.shape().dims(), values));
    }
    return new Safetensors(tensors, ModelChoice.of(checked).toMetadata());
  }

  /** What the kernels of a network are made for, but for their kind. */
  private dev.nnd.kernel.Options kernelOptions(Model model) {
    Names names = Names.of(model.name(), model.origin());
    // One shard: a batch is divided by samples, each thread with memory of its own.
    return new dev.nnd.kernel.Options(
        Target.portable(), options.chunk(), 1, names.type(), names.file());
  }

  /**
   * The only training, with start values by its seed.
   *
   * @throws CompileException if the program has errors, or not just one train
   */
  public Trainer trainer() {
    return new Trainer(training(Optional.empty(), Map.of()), options, Foundry.own());
  }

  /**
   * A training, with start values by its seed.
   *
   * @throws CompileException if the program has errors, or no such train
   */
  public Trainer trainer(String name, Map<String, String> settings) {
    return trainer(name, settings, Foundry.own());
  }

  Trainer trainer(String name, Map<String, String> settings, Foundry foundry) {
    return new Trainer(training(Optional.of(name), settings), options, foundry);
  }

  /** Makes trainers that share their code. */
  public Workshop workshop() {
    return new Workshop(this);
  }

  /**
   * What a training does, with the defaults of its parameters.
   *
   * @throws CompileException if the program has errors, or no such train
   */
  public TrainPlan plan(String name) {
    return training(Optional.of(name), Map.of()).plan();
  }

  private TrainSetup training(Optional<String> name, Map<String, String> settings) {
    checked();
    return settled(out -> Checker.train(declarations, name, settings, out));
  }

  /**
   * What a search tries.
   *
   * @param name empty for the only one
   * @throws CompileException if the program has errors, or no such search
   */
  public SearchPlan search(Optional<String> name) {
    checked();
    return settled(out -> Checker.search(declarations, name, out));
  }

  /**
   * What is wrong with a configuration that a search can draw, if there is one; all others are
   * right, unless a note says that this is not proved. Nothing for a program with errors.
   */
  public List<Diagnostic> searchDiagnostics() {
    Diagnostics out = new Diagnostics();
    if (!hasErrors()) Checker.checkSpaces(declarations, out);
    return out.sorted();
  }

  /**
   * What the compiler does with a training, or with a network that predicts.
   *
   * @param name of a train or a model
   * @param inference whether to explain the network of a train as it predicts; a model always does
   * @throws CompileException if the program has errors, or no such declaration
   */
  public Explained explain(String name, Map<String, String> settings, boolean inference) {
    List<Stage> stages = new ArrayList<>();
    Stages observed = new Stages(stages::add);
    if (!trains().contains(name)) return explain(model(name, settings), stages, observed);
    TrainSetup setup = training(Optional.of(name), settings);
    if (inference) return explain(setup.model(), stages, observed);
    Graph graph = observed.training(setup.training(), setup.plan());
    dev.nnd.kernel.Options kernels =
        Trainer.stepOptions(setup.plan()).withTarget(Machine.target(options.target()));
    return Explained.of(name, true, stages, Kernels.plan(graph, kernels));
  }

  /**
   * What a model consists of, for pictures; a train stands for its model.
   *
   * @throws CompileException if the program has errors, or no such declaration
   */
  public Sketch sketch(String name, Map<String, String> settings) {
    boolean train = trains().contains(name);
    return Sketches.of(
        train ? training(Optional.of(name), settings).model() : model(name, settings));
  }

  private Explained explain(Model model, List<Stage> stages, Stages observed) {
    Graph rest = SplitWeights.of(observed.inference(model.graph())).rest();
    dev.nnd.kernel.Options kernels =
        kernelOptions(model).withTarget(Machine.target(options.target()));
    return Explained.of(model.name(), false, stages, Kernels.plan(rest, kernels));
  }

  private Model model(String name, Map<String, String> settings) {
    checked();
    return settled(out -> Checker.model(declarations, name, settings, out));
  }

  private <T> T settled(Function<Diagnostics, Optional<T>> check) {
    Diagnostics out = new Diagnostics();
    return check.apply(out).orElseThrow(() -> new CompileException(out.sorted()));
  }

  private String only(String kind, List<String> names) {
    if (names.size() == 1) return names.get(0);
    throw new IllegalArgumentException(
        declarations.main() + " declares " + names.size() + " of the kind " + kind + ": " + names);
  }
}
