/**
 * From text to {@link dev.nnd.syntax.Tree} and back.
 *
 * <p>Parsing never fails: what cannot be understood is reported and left out, and the declaration
 * that lacks it says so ({@link dev.nnd.syntax.Declaration#complete}). The tree is what the user
 * wrote, in the user's order, with every comment; nothing is resolved here. Only this package knows
 * ANTLR.
 */
@NullMarked
package dev.nnd.syntax;

import org.jspecify.annotations.NullMarked;
