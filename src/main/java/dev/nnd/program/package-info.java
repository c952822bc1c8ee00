/**
 * What a checked file asks for, as plain values: where data comes from and how training goes.
 * Everything is settled here (names, ranges, defaults), nothing here does anything; {@code data}
 * and {@code train} act on it.
 */
@NullMarked
package dev.nnd.program;

import org.jspecify.annotations.NullMarked;
