package dev.nnd.syntax;

import dev.nnd.source.Span;
import dev.nnd.syntax.Tree.Comment;
import dev.nnd.syntax.Tree.Doc;
import dev.nnd.syntax.Tree.Name;
import dev.nnd.syntax.Tree.Parameter;
import dev.nnd.syntax.antlr.NndParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.antlr.v4.runtime.ParserRuleContext;

/** Makes declarations from ANTLR's parse tree and leaves out what the parser gave up. */
final class TreeBuilder {
  private final Places places;
  private final List<Comment> comments;
  private final NavigableMap<Integer, Comment> commentsByStart = new TreeMap<>();
  private final SyntaxErrors errors;
  private final ValueBuilder values;
  private final StatementBuilder statements;

  TreeBuilder(Places places, List<Comment> comments, SyntaxErrors errors) {
    this.places = places;
    this.comments = comments;
    comments.forEach(comment -> commentsByStart.put(comment.span().start(), comment));
    this.errors = errors;
    this.values = new ValueBuilder(places, errors);
    this.statements = new StatementBuilder(places, values);
  }

  Tree.File file(NndParser.FileContext file) {
    List<Declaration> declarations = new ArrayList<>();
    for (NndParser.DeclarationContext declaration : file.declaration()) {
      declaration(declaration).ifPresent(declarations::add);
    }
    return new Tree.File(declarations, comments, places.wholeFile());
  }

  private Optional<Declaration> declaration(NndParser.DeclarationContext context) {
    if (context.use() != null) {
      return use(context, context.use());
    } else if (context.constant() != null) {
      return constant(context, context.constant());
    } else if (context.block() != null) {
      return block(context, context.block());
    } else if (context.model() != null) {
      return model(context, context.model());
    } else if (context.data() != null) {
      return data(context, context.data());
    } else if (context.train() != null) {
      return train(context, context.train());
    } else {
      return search(context, context.search());
    }
  }

  private Optional<Declaration> use(ParserRuleContext whole, NndParser.UseContext use) {
    if (isBroken(use)) {
      return Optional.empty();
    }
    Expression.Text path = values.text(use.STRING());
    return Optional.of(new Declaration.Use(doc(whole), path, complete(whole), places.of(whole)));
  }

  private Optional<Declaration> constant(
      ParserRuleContext whole, NndParser.ConstantContext constant) {
    return name(constant.name())
        .map(
            name -> {
              Expression value =
                  isBroken(constant)
                      ? new Expression.ListOf(List.of(), name.span())
                      : values.value(constant.value());
              return new Declaration.Const(
                  doc(whole), name, value, complete(whole), places.of(whole));
            });
  }

  private Optional<Declaration> block(ParserRuleContext whole, NndParser.BlockContext block) {
    return name(block.name())
        .map(
            name -> {
              List<Parameter> parameters = parameters(block.parameters());
              List<Statement> body = body(block.statement());
              return new Declaration.Block(
                  doc(whole), name, parameters, body, complete(whole), places.of(whole));
            });
  }

  private Optional<Declaration> model(ParserRuleContext whole, NndParser.ModelContext model) {
    return name(model.name())
        .map(
            name -> {
              List<Parameter> parameters = parameters(model.parameters());
              List<Statement> body = body(model.statement());
              return new Declaration.Model(
                  doc(whole), name, parameters, body, complete(whole), places.of(whole));
            });
  }

  private Optional<Declaration> data(ParserRuleContext whole, NndParser.DataContext data) {
    return name(data.name())
        .map(
            name -> {
              List<Entry.Column> columns =
                  sound(data.column()).stream().map(statements::column).toList();
              return new Declaration.Data(
                  doc(whole), name, columns, complete(whole), places.of(whole));
            });
  }

  private Optional<Declaration> train(ParserRuleContext whole, NndParser.TrainContext train) {
    return name(train.name())
        .map(
            name -> {
              List<Parameter> parameters = parameters(train.parameters());
              List<Entry> entries =
                  sound(train.trainEntry()).stream().map(statements::trainEntry).toList();
              return new Declaration.Train(
                  doc(whole), name, parameters, entries, complete(whole), places.of(whole));
            });
  }

  private Optional<Declaration> search(ParserRuleContext whole, NndParser.SearchContext search) {
    return name(search.name())
        .map(
            name -> {
              List<Entry> entries =
                  sound(search.searchEntry()).stream().map(statements::searchEntry).toList();
              return new Declaration.Search(
                  doc(whole), name, entries, complete(whole), places.of(whole));
            });
  }

  private List<Parameter> parameters(NndParser.ParametersContext parameters) {
    if (parameters == null) {
      return List.of();
    }
    return sound(parameters.parameter()).stream().map(this::parameter).toList();
  }

  private Parameter parameter(NndParser.ParameterContext parameter) {
    Optional<Expression> value = Optional.ofNullable(parameter.value()).map(values::value);
    return new Parameter(
        values.name(parameter.name()),
        type(parameter.parameterType()),
        value,
        places.of(parameter));
  }

  private static ParameterType type(NndParser.ParameterTypeContext type) {
    return switch (type.getStart().getType()) {
      case NndParser.INT -> ParameterType.INT;
      case NndParser.FLOAT -> ParameterType.FLOAT;
      case NndParser.BOOL -> ParameterType.BOOL;
      case NndParser.STRING_TYPE -> ParameterType.STRING;
      default -> ParameterType.LAYER;
    };
  }

  private List<Statement> body(List<NndParser.StatementContext> body) {
    return sound(body).stream().map(statements::statement).toList();
  }

  private Optional<Name> name(NndParser.NameContext name) {
    return name == null || isBroken(name) ? Optional.empty() : Optional.of(values.name(name));
  }

  private static <T extends ParserRuleContext> List<T> sound(List<T> contexts) {
    return contexts.stream().filter(context -> !isBroken(context)).toList();
  }

  private static boolean isBroken(ParserRuleContext context) {
    return context.exception != null;
  }

  private boolean complete(ParserRuleContext declaration) {
    return declaration.exception == null && !errors.within(places.of(declaration));
  }

  /** The block of documentation comments that ends right before {@code declaration}. */
  private Optional<Doc> doc(ParserRuleContext declaration) {
    int end = places.of(declaration).start();
    List<Comment> block = new ArrayList<>();
    Map.Entry<Integer, Comment> before = commentsByStart.lowerEntry(end);
    while (before != null) {
      Comment comment = before.getValue();
      boolean adjoins = new Span(comment.span().file(), comment.span().end(), end).text().isBlank();
      if (comment.kind() != Comment.Kind.DOC || !adjoins) {
        break;
      }
      block.add(0, comment);
      end = comment.span().start();
      before = commentsByStart.lowerEntry(end);
    }
    if (block.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = block.stream().map(TreeBuilder::docLine).toList();
    return Optional.of(new Doc(lines, block.get(0).span().to(block.get(block.size() - 1).span())));
  }

  private static String docLine(Comment comment) {
    String line = comment.span().text().substring("///".length());
    return (line.startsWith(" ") ? line.substring(1) : line).stripTrailing();
  }
}
