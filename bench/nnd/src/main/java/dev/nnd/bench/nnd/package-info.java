/** nnd as a contender. */
package dev.nnd.bench.nnd;
