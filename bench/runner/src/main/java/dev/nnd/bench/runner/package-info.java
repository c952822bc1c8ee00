/**
 * Runs all programs and writes the report. Nothing is measured in this process: each figure comes
 * from a process of its own, and processes run one at a time.
 */
package dev.nnd.bench.runner;
