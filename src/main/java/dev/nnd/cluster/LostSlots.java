package dev.nnd.cluster;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Hears from Spark which slots have ended, as those do that are lost with their executor. */
final class LostSlots extends SparkListener {
  private final Desk desk;

  LostSlots(Desk desk) {
    this.desk = desk;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    desk.gone(end.taskInfo().taskId());
  }
}
