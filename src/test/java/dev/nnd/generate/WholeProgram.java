package dev.nnd.generate;

import dev.nnd.generate.Block.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A program with constants, blocks, a model of several outputs, and one that is trained.
 *
 * @param text what is written
 * @param model the first model, which is not trained
 * @param train the training of the second
 */
public record WholeProgram(String text, String model, String train) {

  /** The program of a seed. Programs of seeds in a row begin with every layer in turn. */
  public static WholeProgram of(long seed) {
    Chance chance = new Chance(seed);
    return new Draw(chance, (int) seed).program();
  }

  private static final class Draw {
    private final Chance chance;
    private final int turn;
    private final List<String> declarations = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final Chains chains;
    private Scope constants = Scope.EMPTY;

    Draw(Chance chance, int turn) {
      this.chance = chance;
      this.turn = turn;
      this.chains = new Chains(chance, blocks);
    }

    WholeProgram program() {
      for (int i = chance.below(4); i > 0; i--) constant();
      Models models = new Models(chance, chains, constants);
      for (int i = chance.below(4); i > 0; i--) declare(models.block());
      List<String> layers = List.copyOf(LayerDraws.names());
      Block model = models.model(layers.get(turn % layers.size()));
      Losses losses = new Losses(chance);
      Losses.Head head = losses.head();
      // A prime with which the layers come in another order, and meet other layers.
      Block trained = models.trained(layers.get(turn * 17 % layers.size()), head);
      declarations.add(model.text());
      declarations.add(trained.text());
      declarations.add(data(trained, head));
      String train = chance.camel("Fit");
      declarations.add(train(train, trained, head, losses));
      String text = String.join("\n", chance.shuffled(declarations));
      boolean odd = chance.oneIn(2);
      return new WholeProgram(odd ? Blanks.scattered(text, chance) : text, model.name(), train);
    }

    private void declare(Block block) {
      blocks.add(block);
      declarations.add(chance.pick("", "///Documented.\n") + block.text());
    }

    private void constant() {
      String type = chance.pick("int", "int", "float", "layer");
      String name = chance.name("CONST");
      Written<?> value = new Uses(chance, chains).value(type, constants);
      declarations.add("const " + name + " = " + value.text() + "\n");
      constants = constants.with(name, value.at(constants));
    }

    private String data(Block trained, Losses.Head head) {
      String columns =
          trained.inputs().stream()
              .map(Input::name)
              .map(name -> "    " + name + ": " + name + "\n")
              .collect(Collectors.joining());
      String sources = "    train: npz(\"numbers.npz\")\n    validation: part(0.2)\n";
      return "data Numbers {\n" + sources + columns + "    goal: goal" + head.target() + "\n}\n";
    }

    private String train(String name, Block model, Losses.Head head, Losses losses) {
      List<String> entries = new ArrayList<>(losses.entries());
      entries.removeIf(String::isEmpty);
      entries.add("model: " + model.name() + chance.pick("", "()"));
      entries.add("data: Numbers");
      entries.add("loss: " + head.loss());
      return "train "
          + name
          + " {\n    "
          + String.join("\n    ", chance.shuffled(entries))
          + "\n}\n";
    }
  }
}
