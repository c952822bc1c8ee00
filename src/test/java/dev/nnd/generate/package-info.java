/**
 * Random programs that mean something: they check without a mistake, and what each tensor's type
 * is, is known while they are written. A part of a program is its text together with what it does
 * to types, so that a block or the body of a {@code repeat} can be tried with other arguments.
 *
 * <p>The same seed gives the same program. {@link dev.nnd.generate.LayerDraws} has an entry for
 * each layer of the language.
 */
@NullMarked
package dev.nnd.generate;

import org.jspecify.annotations.NullMarked;
