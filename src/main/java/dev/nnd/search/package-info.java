/**
 * Which configurations a search tries, and which trials it ends early. Everything here is a
 * function of the plan, of a trial's number and of the trials that it may read, so the same plan
 * gives the same trials whatever runs them, and in whatever order they end. Nothing here trains
 * anything, reads a clock or touches a file.
 */
@NullMarked
package dev.nnd.search;

import org.jspecify.annotations.NullMarked;
