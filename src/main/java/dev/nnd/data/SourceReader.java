package dev.nnd.data;

import dev.nnd.program.DataPlan;
import dev.nnd.runtime.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads what is picked of a source: one block a pick, all with as many rows. */
final class SourceReader implements DataPlan.SourceVisitor<List<Block>> {
  private final List<Pick> picks;

  private SourceReader(List<Pick> picks) {
    this.picks = picks;
  }

  static List<Block> read(DataPlan.Source source, List<Pick> picks) {
    List<Block> blocks = source.accept(new SourceReader(picks));
    for (int i = 1; i < blocks.size(); i++) {
      ArrayColumns.expectEqual(blocks.get(0), blocks.get(i), picks.get(i));
    }
    return blocks;
  }

  @Override
  public List<Block> csv(DataPlan.Csv source) {
    return CsvFile.read(source, picks);
  }

  @Override
  public List<Block> idx(DataPlan.Idx source) {
    List<Path> files = List.of(source.images(), source.labels());
    return ArrayColumns.read(
        source.images().toString(),
        List.of(
            new ArrayColumns.Column("images", files.get(0).toString()),
            new ArrayColumns.Column("labels", files.get(1).toString())),
        position -> withChannel(IdxFile.read(files.get(position), source.origin())),
        picks);
  }

  /** Images of one channel do not say so. */
  private static Tensor withChannel(Tensor array) {
    List<Integer> shape = array.shape();
    return shape.size() == 3
        ? new Tensor(List.of(shape.get(0), 1, shape.get(1), shape.get(2)), array.data())
        : array;
  }

  @Override
  public List<Block> npy(DataPlan.Npy source) {
    List<Map.Entry<String, Path>> arrays = source.arrays();
    return ArrayColumns.read(
        "npy",
        arrays.stream()
            .map(array -> new ArrayColumns.Column(array.getKey(), array.getValue().toString()))
            .toList(),
        position -> NpyFile.read(arrays.get(position).getValue(), source.origin()),
        picks);
  }

  @Override
  public List<Block> imageFolder(DataPlan.ImageFolder source) {
    return ImageFolder.read(source, picks);
  }

  @Override
  public List<Block> npz(DataPlan.Npz source) {
    String file = source.path().toString();
    try (NpzFile archive = NpzFile.open(source.path(), source.origin())) {
      List<String> names = archive.names();
      return ArrayColumns.read(
          file,
          names.stream().map(name -> new ArrayColumns.Column(name, file + "/" + name)).toList(),
          position -> archive.read(names.get(position)),
          picks);
    }
  }
}
