package dev.nnd.search;

import dev.nnd.runtime.CounterRandom;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Points that fill the cube evenly: Sobol's sequence with the direction numbers of Joe and Kuo
 * (2008), scrambled as Owen (1995) has it by a hash of the bits above (Laine and Karras, 2011, with
 * the constants of Vegdahl, 2021).
 *
 * <p>The first 2^k points hold exactly one point in each of 2^k equal parts of every axis. A point
 * that breaks a requirement or repeats another is replaced by a random one. Parameters after the
 * {@value #MOST}th are drawn at random.
 */
final class SobolDraws implements Proposer {
  /** The parameters that the table of directions is enough for. */
  static final int MOST = 128;

  private static final int BITS = 32;

  private final Space space;

  /** By parameter and bit of the index. */
  private final int[][] directions;

  private final int[] seeds;

  SobolDraws(Space space) {
    this.space = space;
    this.directions = directions(Math.min(space.size(), MOST));
    this.seeds = new int[directions.length];
    Arrays.setAll(seeds, i -> CounterRandom.key(space.plan().seed(), "sobol " + space.name(i)));
  }

  @Override
  public int reads(int number) {
    return 0;
  }

  @Override
  public IntFunction<double[]> propose(int number, Past past) {
    return attempt -> point(number, attempt);
  }

  double[] point(int number, int attempt) {
    double[] point = space.draw(number, attempt);
    for (int i = 0; attempt == 0 && i < directions.length; i++) {
      long bits = Integer.toUnsignedLong(scramble(bits(directions[i], number), seeds[i]));
      point[i] = Math.min((bits + point[i]) * 0x1p-32, Math.nextDown(1.0));
    }
    return point;
  }

  private static int bits(int[] directions, int index) {
    int bits = 0;
    for (int rest = index; rest != 0; rest &= rest - 1) {
      bits ^= directions[Integer.numberOfTrailingZeros(rest)];
    }
    return bits;
  }

  /** Flips each bit by a hash of the bits above it. */
  private static int scramble(int bits, int seed) {
    int x = Integer.reverse(bits);
    x ^= x * 0x3d20adea;
    x += seed;
    x *= seed >>> 16 | 1;
    x ^= x * 0x05526c56;
    x ^= x * 0x53a22864;
    return Integer.reverse(x);
  }

  private static int[][] directions(int dimensions) {
    List<int[]> directions = new ArrayList<>();
    int[] first = new int[BITS];
    Arrays.setAll(first, i -> 1 << (BITS - 1 - i));
    directions.add(first);
    for (String line : lines()) {
      if (!line.startsWith("#")) {
        directions.add(direction(Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt)));
      }
    }
    return directions.subList(0, dimensions).toArray(int[][]::new);
  }

  /** The recurrence of a primitive polynomial, from its initial numbers. */
  private static int[] direction(IntStream line) {
    int[] numbers = line.toArray();
    int polynomial = numbers[0];
    int degree = numbers.length - 1;
    int[] direction = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      if (i < degree) {
        direction[i] = numbers[i + 1] << (BITS - 1 - i);
        continue;
      }
      direction[i] = direction[i - degree] ^ direction[i - degree] >>> degree;
      for (int k = 1; k < degree; k++) {
        if ((polynomial >> (degree - k) & 1) == 1) {
          direction[i] ^= direction[i - k];
        }
      }
    }
    return direction;
  }

  private static List<String> lines() {
    try (InputStream in = SobolDraws.class.getResourceAsStream("sobol.txt");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("search: sobol.txt", e);
    }
  }
}
