package dev.nnd.check;

import dev.nnd.graph.Graph;
import dev.nnd.program.TrainPlan;

/**
 * A training, settled for one configuration.
 *
 * @param plan how it goes
 * @param model what is trained, as it is used afterwards: its results are its outputs
 * @param training the graph of the model with its loss: one more input, named and shaped like the
 *     target column, and one more result, {@code loss}
 */
public record TrainSetup(TrainPlan plan, Model model, Graph training) {}
