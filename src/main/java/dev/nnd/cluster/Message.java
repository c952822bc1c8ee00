package dev.nnd.cluster;

import dev.nnd.search.Trial;
import dev.nnd.tune.Lease;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a slot says to the driver. Messages go as bytes, as Spark reads objects with a class loader
 * that does not know ours.
 */
sealed interface Message {
  /**
   * Wants a trial; answered by a {@link dev.nnd.tune.Task}.
   *
   * @param worker what people call the slot
   */
  record Ask(String worker) implements Message {}

  /** An epoch is finished; answered by a {@link dev.nnd.tune.Verdict}. */
  record Report(Lease lease, int epoch, Map<String, Double> metrics) implements Message {}

  /** Whether to leave a trial; answered by yes or no. */
  record ShouldLeave(Lease lease) implements Message {}

  /** Whether a person wants a trial to end; answered by yes or no. */
  record ShouldStop(Lease lease) implements Message {}

  /** Whether the folder of a trial that is about to end is wanted; answered by yes or no. */
  record Offer(Lease lease, Trial.End end, Map<String, Double> metrics) implements Message {}

  /**
   * Some bytes of a file of the folder; answered by whether to go on.
   *
   * @param last whether they end the file
   */
  record Part(Lease lease, String file, byte[] bytes, boolean last) implements Message {}

  /** A trial has ended; answered by whether that counts. */
  record End(Lease lease, Trial.End end, Map<String, Double> metrics, String reason)
      implements Message {}

  /**
   * A message with its sender.
   *
   * @param slot the number that Spark gave the attempt of a task that the slot is
   */
  record Letter(long slot, Message message) {}

  /** A letter as bytes. */
  static byte[] write(Letter letter) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(letter.slot());
      write(letter.message(), out);
    } catch (IOException e) {
      throw new UncheckedIOException("cluster: memory has no limits", e);
    }
    return bytes.toByteArray();
  }

  private static void write(Message message, DataOutputStream out) throws IOException {
    if (message instanceof Ask ask) {
      out.writeByte('a');
      out.writeUTF(ask.worker());
    } else if (message instanceof Report report) {
      write('r', report.lease(), out);
      out.writeInt(report.epoch());
      write(report.metrics(), out);
    } else if (message instanceof ShouldLeave leave) {
      write('l', leave.lease(), out);
    } else if (message instanceof ShouldStop stop) {
      write('s', stop.lease(), out);
    } else if (message instanceof Offer offer) {
      write('o', offer.lease(), out);
      out.writeUTF(offer.end().name());
      write(offer.metrics(), out);
    } else if (message instanceof Part part) {
      write('p', part.lease(), out);
      out.writeUTF(part.file());
      out.writeBoolean(part.last());
      out.writeInt(part.bytes().length);
      out.write(part.bytes());
    } else if (message instanceof End end) {
      write('e', end.lease(), out);
      out.writeUTF(end.end().name());
      write(end.metrics(), out);
      out.writeUTF(shortened(end.reason()));
    }
  }

  /** What {@code writeUTF} takes in any case. */
  private static String shortened(String text) {
    return text.length() > 10_000 ? text.substring(0, 10_000) : text;
  }

  private static void write(char kind, Lease lease, DataOutputStream out) throws IOException {
    out.writeByte(kind);
    out.writeInt(lease.trial());
    out.writeInt(lease.attempt());
  }

  private static void write(Map<String, Double> metrics, DataOutputStream out) throws IOException {
    out.writeInt(metrics.size());
    for (Map.Entry<String, Double> metric : metrics.entrySet()) {
      out.writeUTF(metric.getKey());
      out.writeDouble(metric.getValue());
    }
  }

  /** The letter that was written. */
  static Letter read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new Letter(in.readLong(), message(in));
    } catch (IOException e) {
      throw new UncheckedIOException("cluster: torn message", e);
    }
  }

  private static Message message(DataInputStream in) throws IOException {
    char kind = (char) in.readByte();
    if (kind == 'a') return new Ask(in.readUTF());
    Lease lease = new Lease(in.readInt(), in.readInt());
    return switch (kind) {
      case 'r' -> new Report(lease, in.readInt(), metrics(in));
      case 'l' -> new ShouldLeave(lease);
      case 's' -> new ShouldStop(lease);
      case 'o' -> new Offer(lease, Trial.End.valueOf(in.readUTF()), metrics(in));
      case 'p' -> part(lease, in);
      case 'e' -> new End(lease, Trial.End.valueOf(in.readUTF()), metrics(in), in.readUTF());
      default -> throw new IOException("a message of no kind: " + kind);
    };
  }

  private static Part part(Lease lease, DataInputStream in) throws IOException {
    String file = in.readUTF();
    boolean last = in.readBoolean();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return new Part(lease, file, bytes, last);
  }

  private static Map<String, Double> metrics(DataInputStream in) throws IOException {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      metrics.put(in.readUTF(), in.readDouble());
    }
    return metrics;
  }
}
