package dev.nnd.cluster;

import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;

/**
 * What runs on the cluster: a task that asks for trials and trains them, until there are no more.
 */
final class Slot implements VoidFunction<Iterator<Integer>> {
  private static final long serialVersionUID = 1;

  @Override
  public void call(Iterator<Integer> nothing) throws IOException, InterruptedException {
    TaskContext task = TaskContext.get();
    String host = SparkEnv.get().blockManager().blockManagerId().host();
    String worker = host + "/" + SparkEnv.get().executorId();
    SearchPlugin.site().work(task.taskAttemptId(), worker, task.cpus());
  }
}
