package dev.nnd.check;

import dev.nnd.source.SourceFile;
import dev.nnd.syntax.Declaration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a file and the files it uses declare. Names are unique; of two declarations with
 * the same name, the first is kept.
 */
public final class Declarations {
  private final SourceFile main;
  private final Map<String, Named> byName;
  private final boolean whole;

  Declarations(SourceFile main, Map<String, Named> byName, boolean whole) {
    this.main = main;
    this.whole = whole;
    this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }

  /** The file that uses the others. */
  public SourceFile main() {
    return main;
  }

  /** The models of the main file, in order. */
  public List<Declaration.Model> models() {
    return ofMain(Declaration.Model.class);
  }

  /** The trains of the main file, in order. */
  public List<Declaration.Train> trains() {
    return ofMain(Declaration.Train.class);
  }

  /** The data declarations of the main file, in order. */
  public List<Declaration.Data> datas() {
    return ofMain(Declaration.Data.class);
  }

  /** The searches of the main file, in order. */
  public List<Declaration.Search> searches() {
    return ofMain(Declaration.Search.class);
  }

  /** Whether all files that are used were found; if not, any name may be that of a declaration. */
  boolean whole() {
    return whole;
  }

  /** The declaration of a name, in whatever file. */
  Optional<Named> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The declaration of a name if it is of this kind. */
  <D extends Declaration> Optional<D> find(String name, Class<D> kind) {
    return find(name).map(Named::declaration).filter(kind::isInstance).map(kind::cast);
  }

  /** All of them, those of the main file first. */
  Collection<Named> all() {
    return byName.values();
  }

  /** The names of one kind, in whatever file. */
  List<String> names(Class<? extends Declaration> kind) {
    return all().stream()
        .filter(d -> kind.isInstance(d.declaration()))
        .map(d -> d.name().text())
        .toList();
  }

  <D extends Declaration> List<D> ofMain(Class<D> kind) {
    return all().stream()
        .map(Named::declaration)
        .filter(d -> kind.isInstance(d) && d.span().file() == main)
        .map(kind::cast)
        .toList();
  }
}
