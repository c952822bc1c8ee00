package dev.nnd.data;

import dev.nnd.program.DataPlan;
import dev.nnd.source.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder with one folder of pictures a class. Classes and pictures come in the order of their
 * names. Hidden files and folders, files of other kinds, and what a symbolic link names outside of
 * the folder are left alone.
 */
final class ImageFolder {
  private static final String WHAT = "a folder of images";
  private static final List<String> COLUMNS = List.of("images", "labels");
  private static final String PICTURES = "[^.].*\\.(png|jpg|jpeg|bmp|gif)";

  private final DataPlan.ImageFolder source;
  private final Path root;
  private final List<String> classes = new ArrayList<>();
  private final List<Path> pictures = new ArrayList<>();
  private final List<Integer> codes = new ArrayList<>();

  private ImageFolder(DataPlan.ImageFolder source) throws IOException {
    this.source = source;
    this.root = source.path().toRealPath();
    for (Path folder : inside(source.path(), Files::isDirectory)) {
      String name = folder.getFileName().toString();
      if (!name.startsWith(".")) add(name, folder);
    }
  }

  private void add(String name, Path folder) throws IOException {
    int before = pictures.size();
    for (Path file : inside(folder, Files::isRegularFile)) {
      if (file.getFileName().toString().toLowerCase(Locale.ROOT).matches(PICTURES)) {
        pictures.add(file);
        codes.add(classes.size());
      }
    }
    if (pictures.size() == before) {
      throw none(folder)
          .withHelp("put its pictures into it (.png, .jpg, .bmp, .gif), or remove the folder");
    }
    classes.add(name);
  }

  private DataException none(Path folder) {
    return DataException.of(
        Code.FILE_MALFORMED, source.origin(), folder.toString(), WHAT, "there is none in it");
  }

  /** What is in a folder and of a kind, by name; links out of the root lead nowhere. */
  private List<Path> inside(Path folder, Predicate<Path> kind) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.filter(kind).sorted().toList()) {
        if (entry.toRealPath().startsWith(root)) found.add(entry);
      }
    }
    return found;
  }

  /** One block a pick. */
  static List<Block> read(DataPlan.ImageFolder source, List<Pick> picks) {
    String name = source.path().toString();
    try {
      if (!Files.exists(source.path())) {
        throw DataException.of(Code.FILE_MISSING, source.origin(), name);
      }
      ImageFolder folder = new ImageFolder(source);
      if (folder.pictures.isEmpty()) {
        throw folder
            .none(source.path())
            .withHelp("it holds one folder for each class, with the pictures of that class");
      }
      List<Block> blocks = new ArrayList<>();
      for (Pick pick : picks) blocks.add(folder.block(pick));
      return blocks;
    } catch (NotDirectoryException e) {
      throw DataException.of(Code.FILE_MALFORMED, source.origin(), name, WHAT, "it is a file")
          .withHelp("name the folder that holds one folder for each class");
    } catch (IOException e) {
      throw ByteReader.failure(name, source.origin(), e);
    }
  }

  private Block block(Pick pick) {
    String name = source.path().toString();
    Range range = Range.of(pick, name, Optional.of(COLUMNS), COLUMNS.size());
    if (range.size() > 1) {
      throw DataException.of(
          Code.STEP_ORDER,
          pick.origin(),
          pick.name(),
          "`images` and `labels` of `image_folder` are columns of their own");
    }
    return range.first() == 0 ? images() : labels(pick);
  }

  private Place place() {
    return Place.files(source.path().toString(), pictures.stream().map(Path::toString).toList());
  }

  private Block images() {
    List<Integer> shape = List.of(source.channels(), source.height(), source.width());
    long width = (long) source.channels() * source.height() * source.width();
    float[] values =
        FloatReader.allocate(source.path().toString(), source.origin(), pictures.size() * width);
    for (int i = 0; i < pictures.size(); i++) {
      ImageFile.read(pictures.get(i), source, values, (int) (i * width));
    }
    return new Block.Numbers(values, shape, pictures.size(), place());
  }

  private Block labels(Pick pick) {
    if (!pick.texts()) {
      throw DataException.of(
          Code.STEP_ORDER,
          pick.origin(),
          pick.name(),
          "the labels of `image_folder` are texts, so `-> classes` comes first");
    }
    int[] all = codes.stream().mapToInt(Integer::intValue).toArray();
    return new Block.Texts(Arrays.copyOf(all, all.length), classes, place());
  }
}
