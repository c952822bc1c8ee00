package dev.nnd.cluster;

import dev.nnd.program.DataPlan;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * All files that the trials of a search read, as one archive, so that the machines of the cluster
 * need no disk in common. Unpacked, the files lie to each other as they did here.
 */
final class Bundle {
  private Bundle() {}

  /**
   * Packs a program with its files.
   *
   * @param texts programs by where they are
   * @param files and folders that are read as they are
   */
  static void pack(Path archive, Map<Path, String> texts, Collection<Path> files)
      throws IOException {
    Set<Path> all = new TreeSet<>();
    for (Path file : files) all.addAll(below(file));
    try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(archive));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setLevel(Deflater.BEST_SPEED);
      for (Map.Entry<Path, String> text : texts.entrySet()) {
        out.putNextEntry(new ZipEntry(name(text.getKey())));
        out.write(text.getValue().getBytes(StandardCharsets.UTF_8));
      }
      for (Path file : all) {
        out.putNextEntry(new ZipEntry(name(file)));
        Files.copy(file, out);
      }
    }
  }

  private static List<Path> below(Path file) throws IOException {
    try (Stream<Path> walk = Files.walk(file)) {
      return walk.filter(Files::isRegularFile).map(Path::toAbsolutePath).toList();
    }
  }

  /** The whole path of a file without its root, as all systems write it. */
  static String name(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    return whole.getRoot().relativize(whole).toString().replace('\\', '/');
  }

  /**
   * Unpacks an archive.
   *
   * @param root where to, as the root of all files
   */
  static void unpack(Path archive, Path root) throws IOException {
    Path whole = root.toAbsolutePath().normalize();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
      for (Optional<ZipEntry> entry = next(in); entry.isPresent(); entry = next(in)) {
        Path file = whole.resolve(entry.get().getName()).normalize();
        if (!file.startsWith(whole)) throw new IOException(archive + " leads out of its folder");
        Files.createDirectories(file.getParent());
        Files.copy(in, file);
      }
    }
  }

  private static Optional<ZipEntry> next(ZipInputStream in) throws IOException {
    return Optional.ofNullable(in.getNextEntry());
  }

  /** The files and folders that a plan's data comes from. */
  static List<Path> files(DataPlan plan) {
    List<Path> files = new ArrayList<>();
    plan.parts().sources().values().forEach(source -> files.addAll(source.accept(PATHS)));
    plan.parts().whole().ifPresent(source -> files.addAll(source.accept(PATHS)));
    return files;
  }

  private static final DataPlan.SourceVisitor<List<Path>> PATHS =
      new DataPlan.SourceVisitor<>() {
        @Override
        public List<Path> csv(DataPlan.Csv source) {
          return List.of(source.path());
        }

        @Override
        public List<Path> idx(DataPlan.Idx source) {
          return List.of(source.images(), source.labels());
        }

        @Override
        public List<Path> npy(DataPlan.Npy source) {
          return source.arrays().stream().map(Map.Entry::getValue).toList();
        }

        @Override
        public List<Path> npz(DataPlan.Npz source) {
          return List.of(source.path());
        }

        @Override
        public List<Path> imageFolder(DataPlan.ImageFolder source) {
          return List.of(source.path());
        }
      };
}
