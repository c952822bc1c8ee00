package dev.nnd.kernel;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Makes one object of equal elements, so that what several outputs need is computed once. */
final class Sharing {
  private final Map<Object, Element> known = new HashMap<>();
  private final Map<Element, Integer> numbers = new IdentityHashMap<>();
  private final Map<Element, Element> done = new IdentityHashMap<>();

  /** The element that stands for all that equal this one. */
  Element share(Element element) {
    Element found = done.get(element);
    if (found != null) return found;
    List<Element> operands = Footprint.operands(element).stream().map(this::share).toList();
    Element own = of(element, operands);
    Element shared = known.computeIfAbsent(key(own, operands), k -> own);
    numbers.putIfAbsent(shared, numbers.size());
    done.put(element, shared);
    return shared;
  }

  /**
   * An element without operands by itself, any other by what it does and which its operands are.
   */
  private Object key(Element element, List<Element> operands) {
    if (operands.isEmpty()) return element;
    Object function =
        element instanceof Element.Apply a
            ? a.function()
            : element instanceof Element.Combine c ? c.function() : Element.Choose.class;
    return List.of(function, operands.stream().map(numbers::get).toList());
  }

  private static Element of(Element element, List<Element> operands) {
    if (element instanceof Element.Apply a) return new Element.Apply(a.function(), operands.get(0));
    if (element instanceof Element.Combine c)
      return new Element.Combine(c.function(), operands.get(0), operands.get(1));
    if (element instanceof Element.Choose)
      return new Element.Choose(operands.get(0), operands.get(1), operands.get(2));
    return element;
  }
}
