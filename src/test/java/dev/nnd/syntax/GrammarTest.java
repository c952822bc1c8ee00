package dev.nnd.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.nnd.source.SourceFile;
import dev.nnd.syntax.antlr.NndParser;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.DecisionState;
import org.antlr.v4.runtime.atn.LL1Analyzer;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GrammarTest {
  static List<SampleProgram> programs() {
    return SampleProgram.all();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void noProgramHasTwoReadings(SampleProgram program) {
    SourceFile file = new SourceFile(program.name(), program.text());
    SyntaxErrors errors = new SyntaxErrors();
    NndParser parser = dev.nnd.syntax.Parser.parser(Words.of(file, new Places(file), errors));
    List<String> reports = new ArrayList<>();
    parser.getInterpreter().setPredictionMode(PredictionMode.LL_EXACT_AMBIG_DETECTION);
    parser.addErrorListener(new Reports(reports));
    parser.file();
    assertEquals(List.of(), reports);
  }

  /**
   * Stronger than any number of programs: where the first words of two choices differ, no text has
   * two readings.
   */
  @Test
  void oneWordDecidesAllButArguments() {
    ATN atn = new NndParser(null).getATN();
    LL1Analyzer analyzer = new LL1Analyzer(atn);
    Set<String> undecided = new TreeSet<>();
    for (DecisionState decision : atn.decisionToState) {
      IntervalSet seen = new IntervalSet();
      for (IntervalSet choice : analyzer.getDecisionLookahead(decision)) {
        if (!seen.and(choice).isNil()) {
          undecided.add(NndParser.ruleNames[decision.ruleIndex]);
        }
        seen.addAll(choice);
      }
    }
    assertFalse(atn.decisionToState.isEmpty());
    assertEquals(Set.of("argument"), undecided);
  }

  /** Collects what ANTLR says about choices that it could not make at once, and errors. */
  private static final class Reports extends BaseErrorListener {
    private final List<String> reports;

    Reports(List<String> reports) {
      this.reports = reports;
    }

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object symbol,
        int line,
        int column,
        String message,
        RecognitionException error) {
      reports.add(line + ":" + column + ": " + message);
    }

    @Override
    public void reportAmbiguity(
        Parser parser,
        DFA dfa,
        int start,
        int stop,
        boolean exact,
        BitSet alternatives,
        ATNConfigSet configs) {
      report("ambiguity", parser, dfa, stop);
    }

    @Override
    public void reportAttemptingFullContext(
        Parser parser, DFA dfa, int start, int stop, BitSet alternatives, ATNConfigSet configs) {
      report("full context", parser, dfa, stop);
    }

    @Override
    public void reportContextSensitivity(
        Parser parser, DFA dfa, int start, int stop, int prediction, ATNConfigSet configs) {
      report("context sensitivity", parser, dfa, stop);
    }

    private void report(String what, Parser parser, DFA dfa, int stop) {
      String rule = NndParser.ruleNames[dfa.atnStartState.ruleIndex];
      reports.add(what + " in " + rule + " at " + parser.getTokenStream().get(stop).getText());
    }
  }
}
