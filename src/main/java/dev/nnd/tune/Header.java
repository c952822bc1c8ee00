package dev.nnd.tune;

import dev.nnd.program.SearchPlan;
import dev.nnd.program.TrainPlan.Watched;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a search is: the first line of its journal.
 *
 * @param search the name of its declaration
 * @param train the declaration that it trains
 * @param file where the program was when the search began, which data is relative to
 * @param program the SHA-256 of the program's text, in hexadecimal digits
 * @param seed of the draws
 * @param trials how many there are to be
 * @param objective what is made large or small, such as {@code validation.accuracy}
 * @param maximize whether large is better
 * @param freeRunning whether strategies read trials in the order in which they ended
 */
public record Header(
    String search,
    String train,
    Path file,
    String program,
    long seed,
    int trials,
    String objective,
    boolean maximize,
    boolean freeRunning) {

  /**
   * The header of a new search.
   *
   * @param text the program's, exactly
   */
  public static Header of(
      SearchPlan plan, Path file, String text, int trials, boolean freeRunning) {
    return new Header(
        plan.name(),
        plan.train(),
        file.toAbsolutePath().normalize(),
        hash(text),
        plan.seed(),
        trials,
        name(plan.objective().watched()),
        plan.objective().maximize(),
        freeRunning);
  }

  /** What files and people call a number that is watched, such as {@code validation.loss}. */
  static String name(Watched watched) {
    return watched.part().name().toLowerCase(Locale.ROOT) + "." + watched.metric();
  }

  /** What tells a program's text from all others. */
  public static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("tune: every Java has SHA-256", e);
    }
  }

  /** Whether {@code first} is the better objective. */
  public boolean isBetter(double first, double second) {
    return maximize ? first > second : first < second;
  }
}
