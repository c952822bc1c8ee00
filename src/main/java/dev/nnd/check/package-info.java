/**
 * From the tree of a file to what it asks for: the level-1 graph of a model, and the settled plan
 * of a training.
 *
 * <p>Checking never throws on what a user wrote: every mistake is reported, and what a mistake
 * makes unknowable is {@link dev.nnd.check.Flow.Unknown}, about which nothing more is said. Names,
 * types, shapes and settings are settled here, once and for all; later phases cannot fail on user
 * text. Files come through a function that the caller brings.
 */
@NullMarked
package dev.nnd.check;

import org.jspecify.annotations.NullMarked;
