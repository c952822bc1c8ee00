package dev.nnd.cluster;

import dev.nnd.program.Drawn;
import dev.nnd.tune.Lease;
import dev.nnd.tune.Task;
import dev.nnd.tune.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the driver answers, as bytes. The question tells what an answer is. */
final class Answer {
  private Answer() {}

  static byte[] of(boolean yes) {
    return new byte[] {(byte) (yes ? 1 : 0)};
  }

  static boolean isYes(byte[] bytes) {
    return bytes[0] != 0;
  }

  static byte[] of(Verdict verdict) {
    return new byte[] {(byte) verdict.ordinal()};
  }

  static Verdict verdict(byte[] bytes) {
    return Verdict.values()[bytes[0]];
  }

  static byte[] of(Task task) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (task instanceof Task.Work work) {
        out.writeByte('w');
        write(work, out);
      } else {
        out.writeByte(task instanceof Task.Wait ? '.' : 'd');
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cluster: memory has no limits", e);
    }
    return bytes.toByteArray();
  }

  private static void write(Task.Work work, DataOutputStream out) throws IOException {
    out.writeInt(work.lease().trial());
    out.writeInt(work.lease().attempt());
    out.writeInt(work.epochs());
    out.writeInt(work.drawn().size());
    for (Map.Entry<String, Drawn> value : work.drawn().entrySet()) {
      out.writeUTF(value.getKey());
      if (value.getValue() instanceof Drawn.Real real) {
        out.writeByte('r');
        out.writeDouble(real.value());
      } else if (value.getValue() instanceof Drawn.Int whole) {
        out.writeByte('i');
        out.writeLong(whole.value());
      } else if (value.getValue() instanceof Drawn.Choice choice) {
        out.writeByte('c');
        out.writeInt(choice.index());
        out.writeUTF(choice.text());
      }
    }
  }

  static Task task(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      char kind = (char) in.readByte();
      if (kind != 'w') return kind == '.' ? new Task.Wait() : new Task.Done();
      Lease lease = new Lease(in.readInt(), in.readInt());
      int epochs = in.readInt();
      Map<String, Drawn> drawn = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        drawn.put(in.readUTF(), drawn(in));
      }
      return new Task.Work(lease, drawn, epochs);
    } catch (IOException e) {
      throw new UncheckedIOException("cluster: torn answer", e);
    }
  }

  private static Drawn drawn(DataInputStream in) throws IOException {
    char kind = (char) in.readByte();
    return switch (kind) {
      case 'r' -> new Drawn.Real(in.readDouble());
      case 'i' -> new Drawn.Int(in.readLong());
      case 'c' -> new Drawn.Choice(in.readInt(), in.readUTF());
      default -> throw new IOException("a value of no kind: " + kind);
    };
  }
}
