/**
 * One SSA graph for every level: layers as the user wrote them, and the tensor primitives they are
 * made of.
 *
 * <p>Invariants, checked by {@link dev.nnd.graph.Verifier} after every pass: a node stands after
 * the nodes whose values it reads; a node's type is the one {@link dev.nnd.graph.TypeRules} derives
 * from its op and operands; results read values that exist. The batch axis is symbolic, is always
 * axis 0 and appears nowhere else.
 */
@NullMarked
package dev.nnd.graph;

import org.jspecify.annotations.NullMarked;
