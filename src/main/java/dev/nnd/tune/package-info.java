/**
 * The runner of searches: who trains what, and what is known of it.
 *
 * <p>The {@link dev.nnd.tune.Coordinator} alone knows the state of a search. Workers ask it for
 * trials and report to it; they know nothing of each other, and may be threads or other machines.
 * All that happens is an {@link dev.nnd.tune.Entry} of the journal, and is written there before
 * anything follows from it; the state of a search is its entries, one applied after the other, so a
 * search that goes on is in the state in which it was left. Trials and epochs are given to workers
 * such that no result depends on how many workers there are, or on how fast they are.
 */
@NullMarked
package dev.nnd.tune;

import org.jspecify.annotations.NullMarked;
