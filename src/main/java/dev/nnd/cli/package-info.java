/**
 * The command line. Results go to stdout, everything else to stderr; exit code 0 is success, 1 a
 * mistake of the user's, 2 a wrong call of the command.
 */
@NullMarked
package dev.nnd.cli;

import org.jspecify.annotations.NullMarked;
