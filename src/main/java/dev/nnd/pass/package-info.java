/**
 * Graph to graph: what the compiler does to a network before it is lowered.
 *
 * <p>Invariants: a pass is stateless and silent; what it did and what it refused, and why, is part
 * of its {@link dev.nnd.pass.Outcome}. No pass changes what a network computes by more than
 * rounding. Parameters are never changed: a folded weight is a new value made of the parameters, so
 * layers may share them. Every new node keeps the span of the words that asked for it.
 */
@NullMarked
package dev.nnd.pass;

import org.jspecify.annotations.NullMarked;
