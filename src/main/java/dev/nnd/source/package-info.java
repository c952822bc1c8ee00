/**
 * Source text, places in it, and what is said about it.
 *
 * <p>Offsets and columns count UTF-16 units, as Java and editors do; lines and columns start at 1.
 * A mistake of the user is a {@link dev.nnd.source.Diagnostic}, collected and never thrown; all
 * wording lives in {@link dev.nnd.source.Code}. Everything here but the collector {@link
 * dev.nnd.source.Diagnostics} is immutable.
 */
@NullMarked
package dev.nnd.source;

import org.jspecify.annotations.NullMarked;
