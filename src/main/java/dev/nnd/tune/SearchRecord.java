package dev.nnd.tune;

import dev.nnd.runtime.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a journal says, for those who read it.
 *
 * @param trials all that have begun, by number
 * @param best the number of the trial with the best objective, of equals the first
 * @param over whether the time of the search is over
 */
public record SearchRecord(
    Header header, List<TrialRecord> trials, Optional<Integer> best, boolean over) {
  public SearchRecord {
    trials = List.copyOf(trials);
  }

  /**
   * Reads the journal of a folder, which another process may be writing.
   *
   * @throws BadFileException with file and line if it makes no sense
   */
  public static SearchRecord read(SearchFolder folder) throws IOException {
    List<Ledger> ledgers = new ArrayList<>();
    Journal.read(
        folder.journal(),
        header -> ledgers.add(new Ledger(EntryText.header(header))),
        entry -> ledgers.get(0).apply(EntryText.entry(entry)));
    return of(ledgers.get(0));
  }

  static SearchRecord of(Ledger ledger) {
    Optional<Integer> best = ledger.best().map(TrialState::number);
    return new SearchRecord(ledger.header(), ledger.records(), best, ledger.isOver());
  }

  /**
   * The text of the search's program, as it was when the search began.
   *
   * @throws BadFileException if somebody changed it
   */
  public static String program(SearchFolder folder, Header header) throws IOException {
    String text = Files.readString(folder.program());
    if (!Header.hash(text).equals(header.program())) {
      throw new BadFileException(folder.program(), "not the program that the search began with");
    }
    return text;
  }
}
