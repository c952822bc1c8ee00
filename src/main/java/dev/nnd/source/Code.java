package dev.nnd.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every message there is, by its code. A code that was once released is never used for anything
 * else.
 *
 * <p>{@code E01} syntax, {@code E02} shapes and types, {@code E03} names, {@code E04} parameters
 * and settings, {@code E05} data, {@code E06} training, {@code E07} files, {@code E08} passes;
 * {@code W} warnings and {@code N} notes are numbered likewise. A template's blanks are {@code %s}.
 * The sentence after it, if there is one, is a help that every such message ends with.
 */
public enum Code {
  UNEXPECTED("E0101", "expected %s, found %s"),
  UNKNOWN_CHARACTER("E0102", "`%s` does not belong in a program"),
  OPEN_STRING(
      "E0103",
      "this string has no closing quote",
      "a string ends on the line it begins on: close it with `\"`"),
  OPEN_COMMENT(
      "E0104",
      "this comment has no closing `*/`",
      "close it with `*/`; a comment that begins with `//` ends with its line"),
  BAD_ESCAPE("E0105", "`%s` is not an escape"),
  BAD_NUMBER("E0106", "`%s` is not a number", "numbers look like `64`, `1_000`, `0.5` and `1e-3`"),
  NESTED_TOO_DEEPLY(
      "E0107",
      "this is nested more than %s levels deep",
      "give a part of it a name, with `const`, `let`, `layer` or `block`"),
  FILE_TOO_LONG(
      "E0108",
      "the file has more than %s characters",
      "divide it into several, and read them with `use \"other.nnd\"`"),
  NOT_A_STAGE(
      "E0109",
      "`%s` is no layer, so nothing can flow out of it",
      "a chain is made of layers: `dense(3) -> relu`"),
  PIPELINE_IN_EXPRESSION("E0110", "a pipeline cannot stand inside an expression"),
  POSITIONAL_AFTER_NAMED("E0111", "an argument without a name comes after one with a name"),
  NOT_CLOSED("E0112", "`%s` is not closed"),
  SINGLE_QUOTES("E0113", "a string stands in double quotes"),
  EMPTY_BRACES("E0114", "there is nothing between these braces"),
  MISSING("E0115", "expected %s after `%s`"),
  ASSIGNED("E0116", "%s gets its value by `:`, not by `=`"),
  MODULE("E0117", "`%s.` does not stand before names here"),

  WRONG_TYPE("E0201", "%s must be %s, but is %s"),
  WRONG_INPUT("E0202", "`%s` needs %s, but gets %s"),
  OPERANDS_DIFFER("E0203", "`%s` needs %s"),
  SHAPES_DIFFER("E0204", "the two sides of `%s` have different shapes"),
  NOT_CONSTANT(
      "E0205",
      "this must be known when the program is compiled, but is %s",
      "sizes and settings are made of parameters, constants and the sizes of inputs"),
  NOT_COMPARABLE(
      "E0206",
      "`%s` cannot compare these two",
      "numbers compare with numbers; `==` and `!=` compare strings, or truth values, too"),
  NOT_FOR_TENSORS(
      "E0207",
      "`%s` works on numbers, not on tensors",
      "tensors have `+`, `-`, `*` and `/`; a square is `x * x`"),
  NESTED_TUPLE("E0208", "%s is one tensor, but this gives a tuple"),
  SHARED_DIFFERS(
      "E0209",
      "`%s` is shared, and this use needs it to be %s, but it is %s",
      "a layer with weights of its own is another `layer`"),
  UNEVEN_GROUPS(
      "E0210",
      "%s channels cannot be divided into %s groups",
      "the channels must be a multiple of the groups"),
  POOL_PADDING(
      "E0211",
      "a padding of %s reaches over whole windows of %s",
      "a padding must be smaller than the window"),
  TENSOR_TOO_LARGE(
      "E0212",
      "a tensor of %s has more than %s elements",
      "make the tensor before it smaller, with a pool or a stride, or make fewer units"),
  UNTYPED_INPUT("E0213", "the input `%s` of a model needs its whole type"),
  DIVISION_BY_ZERO(
      "E0214", "this divides by zero", "where it may be zero, write `if n == 0 then 0 else 1 / n`"),
  INT_OVERFLOW(
      "E0215",
      "this is too large for an int",
      "an int ends at 9_223_372_036_854_775_807; a float such as `1e30` goes on"),
  NOT_FINITE(
      "E0216",
      "this is no finite number",
      "floats end at 1.8e308, in tensors at 3.4e38; negative numbers have no `sqrt` and no `log`"),
  TOO_MANY_STAGES(
      "E0217",
      "the network has more than %s stages",
      "look at the counts of the `repeat`s around it"),
  NOT_EACH_AXIS("E0218", "`%s` needs each axis of %s once, but names %s"),
  OUTPUT_PADDING("E0219", "an output padding of %s %s"),
  UNEVEN_HEADS("E0220", "%s features cannot be divided among %s heads"),

  UNKNOWN_NAME("E0301", "nothing is named `%s` here"),
  DECLARED_TWICE("E0302", "`%s` is declared twice", "give one of them another name"),
  SHADOWED("E0303", "`%s` would hide a %s of that name", "choose another name"),
  NOT_A_VALUE("E0304", "`%s` is a %s, not a value"),
  NOT_A_LAYER("E0305", "`%s` is %s, not a layer"),
  CONST_CYCLE(
      "E0307",
      "the constant `%s` is made of itself",
      "one of them must be written without the others"),
  BLOCK_CYCLE(
      "E0308",
      "the block `%s` uses itself",
      "layers that come again are written `repeat n { ... }`"),
  NO_END("E0309", "the %s `%s` has no %s"),
  NO_DECLARATION("E0310", "%s declares no %s named `%s`"),
  NOT_ONE_DECLARATION("E0311", "%s declares several of the kind %s, so name one"),
  WRONG_DECLARATION("E0312", "`%s` is a %s, not a %s"),
  NOT_A_REFERENCE("E0313", "here stands the name of a %s and nothing else"),
  NONE_DECLARED("E0315", "%s declares no %s"),
  USED_TOO_EARLY(
      "E0314", "`%s` is used before it is declared", "declare it above the place that uses it"),

  MISSING_SETTING("E0401", "`%s` needs %s"),
  UNKNOWN_SETTING("E0402", "`%s` is no setting of `%s`"),
  SETTING_TWICE("E0403", "`%s` of `%s` is given twice", "leave one of them out"),
  TOO_MANY_SETTINGS("E0404", "`%s` takes %s"),
  NO_SETTINGS("E0405", "`%s` takes no settings", "its settings stand where it is declared"),
  REQUIREMENT("E0406", "%s"),
  NOT_A_FORM("E0407", "`%s` is not %s"),
  WRONG_COUNT("E0408", "`%s` takes %s, but gets %s"),
  NO_NAMES("E0409", "`%s` takes its numbers by place, not by name", "leave the name out"),
  RANGE_ORDER("E0410", "`%s` must not be larger than `%s`", "exchange the two"),
  NOT_ONE_VALUE(
      "E0411", "`%s` is not a value for `%s`", "write one value, as it could stand in the program"),
  MISPLACED("E0412", "%s means something only %s"),

  NO_COLUMNS(
      "E0501",
      "`%s` has no columns",
      "it needs one for each input of the model, and one for the target: `label: column(64)`"),
  SPLIT_ALONE(
      "E0502",
      "a `split` divides one `source`, and there is none",
      "name what it divides: `source: csv(\"all.csv\")`"),
  SOURCE_TWICE(
      "E0503",
      "`%s` stands beside `source`, which holds every part",
      "have either `source` with `split`, or a source for each part"),
  NOT_SPLIT("E0504", "`%s` does not say which share of its source is for training"),
  BAD_SHARES("E0505", "the train part needs a share, and all shares together are at most 1"),
  NOT_A_COLUMN("E0506", "this is no column of a source"),
  NO_STEPS(
      "E0507",
      "`%s` takes no steps",
      "steps belong to columns: `image: columns(0 .. 63) -> scale(1 / 16)`"),
  NO_HEADER("E0508", "column `%s` goes by a name, but its source has no names"),
  NOT_A_PATH(
      "E0509", "`%s` is no path", "write where the file lies, as seen from this program's folder"),
  NAMELESS_ARRAY("E0510", "an array of `npy` needs a name, `name: path`"),
  COLUMN_FEEDS("E0511", "column `%s` has another size than the input it feeds, %s"),
  NO_IMAGES("E0512", "`augment` needs images, [channels, height, width], but `%s` is %s"),

  FILE_MISSING("E0551", "`%s` does not exist"),
  FILE_UNREADABLE("E0552", "`%s` cannot be read: %s"),
  FILE_MALFORMED("E0553", "`%s` is not %s: %s"),
  FILE_CUT_SHORT("E0554", "`%s` is cut short: %s", "copy it anew: it is not whole"),
  FILE_GOES_ON("E0555", "`%s` goes on after %s", "its header and its data do not belong together"),
  FILE_TOO_LARGE("E0556", "`%s` is too large: %s"),
  BAD_CELL("E0557", "%s, column %s: expected %s, found %s"),
  BAD_ROW(
      "E0558",
      "%s: expected %s cells as in %s, found %s",
      "a cell that has the delimiter in it stands in double quotes"),
  NO_SOURCE_COLUMN("E0559", "`%s` has no column %s"),
  COUNTS_DIFFER(
      "E0560",
      "%s has %s, but %s has %s",
      "both must come from one set of examples, in the same order"),
  CLASSES_DIFFER("E0561", "%s, column `%s`: expected %s, found %s"),
  COLUMN_SIZE("E0562", "%s, column `%s`: expected %s values an example, found %s"),
  INPUT_WITHOUT_COLUMN("E0563", "no column of `%s` feeds the model's input `%s`"),
  NO_TARGET(
      "E0564",
      "every column of `%s` feeds an input of the model, so none is the target",
      "one more column must hold what the network is to say"),
  SEVERAL_TARGETS("E0565", "%s columns of `%s` feed no input of the model: %s"),
  EMPTY_PART(
      "E0566",
      "the %s part of `%s` has no examples: %s",
      "give it a larger share, or leave it out"),
  NO_TRAIN_PART(
      "E0567",
      "`%s` has no train part",
      "name its files with `train:`, or divide one `source:` with `split:`"),
  STEP_ORDER("E0568", "column `%s`: %s"),
  NO_EXAMPLES(
      "E0569",
      "`%s` has no examples",
      "each example is a row, below the row with the names of the columns"),
  SEVERAL_COLUMNS("E0570", "`%s` has %s columns called `%s`"),

  SEVERAL_OUTPUTS(
      "E0601",
      "a model is trained by its one output, but `%s` has %s",
      "leave one `output` in the model, and put the others into a model of their own"),
  LOSS_OUTPUT("E0602", "`%s` needs an output that ends in `%s`"),
  LOSS_TARGET("E0603", "`%s` needs %s, but the target `%s` has %s"),
  CLASS_COUNT("E0604", "the target `%s` has %s classes, but the output tells %s apart"),
  TARGET_SIZE("E0605", "the loss compares %s an example with the target `%s`, which has %s"),
  METRIC_TARGET(
      "E0606",
      "`%s` needs a target of %s",
      "classes have `accuracy`, `top_k`, `precision`, `recall`, `f1` and `auc`, numbers `mse`,"
          + " `mae` and `r2`"),
  NOT_MEASURED("E0607", "`%s` is not measured"),
  NO_VALIDATION(
      "E0608",
      "`%s` watches the validation part, but there is none",
      "give the data a validation part, or watch `train.loss`"),
  NESTEROV(
      "E0609",
      "`nesterov` needs a momentum above 0",
      "write `momentum: 0.9`, or leave `nesterov` out"),
  NO_PARAMETER(
      "E0610",
      "`%s` is no parameter of `%s`",
      "a search varies the parameters of its train: `train Fit(rate: float = 0.1)`"),
  DRAWS_OTHERS("E0611", "this draws no values for `%s`, which is of type %s"),
  OFF_AXIS("E0612", "the whole range must lie %s to be drawn on a log axis"),
  LOSS_LOGITS("E0613", "`%s` takes what comes before `%s`, but the output ends in it"),
  LOSS_CLASSES("E0614", "`%s` needs an output that tells at least two classes apart"),
  ONE_VALUE(
      "E0615",
      "this draws the same value each time",
      "what does not vary is the default of the train's parameter: leave this line out"),
  NO_VALUE(
      "E0616",
      "not every configuration gives `%s` of `%s` a value",
      "give it a default, or draw it without `when`"),
  DRAW_CYCLE(
      "E0617",
      "whether `%s` is drawn depends on itself",
      "draw one of them without `when`, and leave out the rest by `require`"),
  GRID_TOO_LARGE(
      "E0618",
      "the grid has more than %s configurations",
      "give `grid` fewer points, or take `random(trials)`"),
  NEVER_DRAWN("E0619", "no configuration fulfils this", "leave it out, or turn it round"),
  TOP_OF_TOO_FEW(
      "E0620",
      "`%s` looks among the %s likeliest classes, but the output tells %s apart",
      "a smaller number says something; `accuracy` is the first one alone"),

  FILE_NOT_FOUND(
      "E0701",
      "there is no file `%s`",
      "paths are seen from the folder of the file that uses them"),
  USE_CYCLE("E0702", "using `%s` here goes in a circle", "move what both files need into a third"),
  WEIGHT_MISSING(
      "E0751",
      "the weights lack `%s`, which is %s",
      "these weights are of another network, or of the same one with other settings"),
  WEIGHT_SHAPE(
      "E0752",
      "`%s` is %s in the weights, but %s in the network",
      "these weights are of another network, or of the same one with other settings"),
  WEIGHT_UNKNOWN("E0753", "the weights bring `%s`, which the network does not have"),

  NUMBER_IN_COMMENT("W0101", "`//` begins a comment, so that this %s is not read"),

  NORM_TWICE(
      "W0201",
      "`%s` right before `%s`: what the first one learns is lost",
      "leave one of the two out"),
  NORM_BEFORE_SOFTMAX(
      "W0202",
      "`%s` right before `%s` hides how sure the network is",
      "leave the norm out, or put it before the last `dense`"),
  SOFTMAX_TWICE("W0203", "`%s` right before `%s` can hardly learn", "leave one of the two out"),

  ODD_NAME("W0301", "`%s` is not written as such names usually are"),
  UNUSED("W0302", "the %s `%s` is never used"),

  MIXED_EPSILONS(
      "W0401",
      "this `%s` has another epsilon than others of its kind in the network",
      "leave `epsilon` out, or give it to all of them by one parameter"),

  HEADER_OF_NUMBERS(
      "W0501",
      "the first row of `%s` is read as names, but holds numbers alone",
      "if it is an example, write `header: false`"),

  PRUNES_NOTHING(
      "W0601",
      "no trial ends early: `%s` has %s epochs",
      "end trials after fewer epochs, give the train more of them, or leave `prune` out"),

  NOT_PROVED(
      "N0601",
      "`%s` has too many configurations to prove that all compile: %s were tried",
      "give long ranges a `step`, or make fewer sizes of each"),

  BIAS_DROPPED(
      "N0801", "the bias of this `%s` is dropped, as the `%s` after it subtracts it again");

  private final String id;
  private final String template;
  private final Optional<String> help;

  Code(String id, String template) {
    this.id = id;
    this.template = template;
    this.help = Optional.empty();
  }

  Code(String id, String template, String help) {
    this.id = id;
    this.template = template;
    this.help = Optional.of(help);
  }

  /** The code itself, such as {@code E0204}. */
  public String id() {
    return id;
  }

  /** The code of an id such as {@code E0204}, in whatever case. */
  public static Optional<Code> find(String id) {
    return Arrays.stream(values()).filter(code -> code.id.equalsIgnoreCase(id)).findFirst();
  }

  public Severity severity() {
    return switch (id.charAt(0)) {
      case 'E' -> Severity.ERROR;
      case 'W' -> Severity.WARNING;
      default -> Severity.NOTE;
    };
  }

  /** How to go on, where that does not depend on the place. */
  Optional<String> help() {
    return help;
  }

  /** The message with {@code args} in the blanks of the template. */
  public String message(Object... args) {
    return String.format(Locale.ROOT, template, args);
  }
}
