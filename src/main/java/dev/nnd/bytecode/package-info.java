/**
 * Class files from loop programs, one method a routine, for both targets. The only package that
 * knows ASM; it knows nothing of layers.
 *
 * <p>Everything is decided before: statement by statement, the bytecode is what the loop program
 * says, so that a listing explains a profile. A program is verified first; after that only a method
 * that is too large can fail. On the portable target the class does not name the vector module.
 */
@NullMarked
package dev.nnd.bytecode;

import org.jspecify.annotations.NullMarked;
