package dev.nnd.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network is, beside its code and its weights.
 *
 * @param name of the model
 * @param inputs what it takes, in the order of the program
 * @param outputs what it gives, in the order of the program
 * @param arrays the names of the inputs, then of the outputs, in the order in which the code takes
 *     their arrays
 * @param classes the names of the classes that an output tells apart; empty if nobody knows them
 * @param chunk samples that the code works on at a time
 */
public record Description(
    String name,
    List<Port> inputs,
    List<Port> outputs,
    List<String> arrays,
    List<String> classes,
    int chunk) {
  public Description {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    arrays = List.copyOf(arrays);
    classes = List.copyOf(classes);
  }

  /** What a step of the network takes. */
  StepArrays stepArrays() {
    Map<String, Integer> sizes = new HashMap<>();
    for (Port port : inputs) sizes.put(port.name(), port.size());
    for (Port port : outputs) sizes.put(port.name(), port.size());
    List<Integer> inOrder = new ArrayList<>();
    for (String name : arrays) inOrder.add(sizes.get(name));
    return new StepArrays(inOrder, 0, 0);
  }

  /** Where the arrays of the inputs stand among those that the code takes. */
  int[] inputPlaces() {
    int[] places = new int[inputs.size()];
    for (int i = 0; i < places.length; i++) places[i] = arrays.indexOf(inputs.get(i).name());
    return places;
  }

  /** Where the arrays of the outputs stand. */
  int[] outputPlaces() {
    int[] places = new int[outputs.size()];
    for (int i = 0; i < places.length; i++) places[i] = arrays.lastIndexOf(outputs.get(i).name());
    return places;
  }
}
