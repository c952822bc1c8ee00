package dev.nnd.pass;

import dev.nnd.graph.Node;
import dev.nnd.graph.Value;
import java.util.Map;
import java.util.Optional;

/**
 * Where the constant that one bias adds arrives.
 *
 * @param bias the bias, in the network
 * @param absorbed for each norm that subtracts it, the constant there, {@code [C]}, as a value of
 *     the flow's own graph
 * @param obstacle why the bias has to stay, if it has to
 */
record BiasPaths(Value bias, Map<Node, Value> absorbed, Optional<String> obstacle) {}
