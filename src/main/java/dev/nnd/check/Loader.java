package dev.nnd.check;

import dev.nnd.source.Code;
import dev.nnd.source.Diagnostic;
import dev.nnd.source.Diagnostics;
import dev.nnd.source.SourceFile;
import dev.nnd.syntax.Declaration;
import dev.nnd.syntax.Parser;
import dev.nnd.syntax.Tree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a file and all it uses, each once. */
final class Loader {
  private final Function<String, Optional<SourceFile>> files;
  private final Diagnostics out;
  private final Map<String, Named> declared = new LinkedHashMap<>();
  private final Set<String> read = new LinkedHashSet<>();
  private final Set<String> open = new LinkedHashSet<>();
  private boolean whole = true;

  private Loader(Function<String, Optional<SourceFile>> files, Diagnostics out) {
    this.files = files;
    this.out = out;
  }

  static Declarations load(
      SourceFile main, Function<String, Optional<SourceFile>> files, Diagnostics out) {
    Loader loader = new Loader(files, out);
    loader.read(main, RelativePath.normal(main.name()).map(Path::toString).orElse(main.name()));
    return new Declarations(main, loader.declared, loader.whole);
  }

  private void read(SourceFile file, String name) {
    read.add(name);
    open.add(name);
    Tree.File tree = Parser.parse(file, out);
    for (Declaration declaration : tree.declarations()) {
      Named.of(declaration).ifPresent(this::declare);
    }
    for (Declaration declaration : tree.declarations()) {
      if (declaration instanceof Declaration.Use use && use.complete()) {
        use(file, use);
      }
    }
    open.remove(name);
  }

  private void declare(Named named) {
    boolean stage =
        named.declaration() instanceof Declaration.Block
            || named.declaration() instanceof Declaration.Const;
    if (stage && LayerTable.knows(named.name().text())) {
      out.report(Code.SHADOWED, named.name().span(), named.name(), LayerTable.WHAT);
    }
    Named first = declared.putIfAbsent(named.name().text(), named);
    if (first == null) {
      return;
    }
    out.report(
        Diagnostic.of(Code.DECLARED_TWICE, named.name().span(), named.name())
            .withLabel(named.name().span(), "declared again here")
            .withLabel(first.name().span(), "first declared here"));
  }

  private void use(SourceFile from, Declaration.Use use) {
    Optional<String> name = RelativePath.beside(from, use.path().value()).map(Path::toString);
    if (name.isEmpty()) {
      missing(use, use.path().value());
    } else if (open.contains(name.get())) {
      out.report(Code.USE_CYCLE, use.path().span(), use.path().value());
    } else if (!read.contains(name.get())) {
      Optional<SourceFile> file = files.apply(name.get());
      if (file.isPresent()) {
        read(file.get(), name.get());
      } else {
        missing(use, name.get());
      }
    }
  }

  private void missing(Declaration.Use use, String name) {
    whole = false;
    out.report(Code.FILE_NOT_FOUND, use.path().span(), name);
  }
}
