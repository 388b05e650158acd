package dev.sluice.cli;

import dev.sluice.connector.ConnectionTest;
import dev.sluice.connector.ConnectionTest.Attempt;
import dev.sluice.connector.ConnectionTest.Step;
import java.io.PrintWriter;
import java.util.Iterator;

/** What came of a test of a data source, for people. */
final class ConnectionTestText {
    /** As wide as the longest outcome and the longest name of a step. */
    private static final String COLUMNS = "  %-7s  %-12s  ";

    private static final String INDENT = " ".repeat(COLUMNS.formatted("", "").length());

    private ConnectionTestText() {}

    static void print(String name, ConnectionTest test, PrintWriter to) {
        for (Attempt attempt : test.attempts()) {
            String verdict =
                    test.attempts().size() > 1 ? ": " + attempt.verdict().label() : "";
            to.println(attempt.address() + verdict);
            attempt.steps().forEach(step -> print(step, to));
        }
        to.println(name + ": " + test.verdict().label());
    }

    private static void print(Step step, PrintWriter to) {
        String head = COLUMNS.formatted(step.outcome().label(), step.stage().label());
        printBlock(head, INDENT, step.detail(), to);
        step.cure().ifPresent(cure -> printBlock(INDENT + "-> ", INDENT + "   ", cure, to));
    }

    private static void printBlock(String first, String rest, String text, PrintWriter to) {
        Iterator<String> lines = text.lines().iterator();
        to.println((first + (lines.hasNext() ? lines.next() : "")).stripTrailing());
        lines.forEachRemaining(line -> to.println(rest + line));
    }
}
