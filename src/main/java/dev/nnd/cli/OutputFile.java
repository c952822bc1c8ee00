package dev.nnd.cli;

import dev.nnd.data.CsvFile;
import dev.nnd.data.NpyFile;
import dev.nnd.data.NpzFile;
import dev.nnd.runtime.Port;
import dev.nnd.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A file for the outputs of a network, of a kind that its name says.
 *
 * @param path where
 * @param kind its ending
 */
record OutputFile(Path path, Kind kind) {
  /** Kinds of files by their endings. */
  enum Kind {
    NPY,
    NPZ,
    CSV
  }

  /** The file of this name, which must not be there unless {@code force}. */
  static OutputFile of(Path path, boolean force) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    for (Kind kind : Kind.values()) {
      if (name.endsWith("." + kind.name().toLowerCase(Locale.ROOT))) {
        if (Files.exists(path) && !force) {
          throw Failure.of(path + " exists already; --force overwrites it");
        }
        return new OutputFile(path, kind);
      }
    }
    throw Failure.use("the name of " + path + " must end in .npy, .npz or .csv");
  }

  /** Checks that the file can hold what a network gives. */
  void check(List<Port> outputs) {
    if (kind != Kind.NPZ && outputs.size() > 1) {
      throw Failure.use(
          "the network has "
              + outputs.size()
              + " outputs, which only an .npz file can hold: "
              + path);
    }
  }

  /**
   * Writes outputs by name, the batch first.
   *
   * @param classes the names of the classes, if it is known
   */
  void write(Map<String, Tensor> outputs, List<String> classes) throws IOException {
    Map.Entry<String, Tensor> only = outputs.entrySet().iterator().next();
    switch (kind) {
      case NPY -> NpyFile.write(path, only.getValue());
      case NPZ -> NpzFile.write(path, outputs);
      case CSV -> writeCsv(only.getKey(), only.getValue(), classes);
    }
  }

  private void writeCsv(String name, Tensor tensor, List<String> classes) throws IOException {
    int rows = tensor.shape().get(0);
    int columns = rows == 0 ? 0 : tensor.size() / rows;
    List<String> header = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      boolean named = classes.size() == columns;
      header.add(columns == 1 ? name : name + "." + (named ? classes.get(i) : i));
    }
    List<List<String>> lines = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<String> line = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        line.add(Float.toString(tensor.data()[row * columns + i]));
      }
      lines.add(line);
    }
    CsvFile.write(path, header, lines);
  }
}
