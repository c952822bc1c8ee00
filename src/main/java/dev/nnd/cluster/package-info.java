/**
 * Searches on a cluster: the only user of Apache Spark, which is there if the user brings it.
 *
 * <p>The driver keeps the coordinator and the journal. On the cluster there are slots, each one job
 * of one task, that ask for trials, train them and report every epoch over Spark's own messages;
 * the answers say whether to go on. What runs there is what runs here, so the results are the same.
 * A slot that is lost begins again elsewhere, and what it had is given to another.
 */
@NullMarked
package dev.nnd.cluster;

import org.jspecify.annotations.NullMarked;
