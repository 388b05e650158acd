package dev.sluice.cli;

import dev.sluice.preflight.Finding;
import dev.sluice.preflight.Outcome;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;

/** What checks found, aligned, with the cure below what is to mend. */
final class FindingList {
    private static final int OUTCOME_WIDTH = Arrays.stream(Outcome.values())
            .mapToInt(outcome -> outcome.label().length())
            .max()
            .orElseThrow();

    private FindingList() {}

    static void print(List<Finding> findings, PrintWriter to) {
        int checkWidth = findings.stream()
                .mapToInt(finding -> finding.check().length())
                .max()
                .orElse(0);
        String indent = " ".repeat(OUTCOME_WIDTH + 2 + checkWidth + 2);
        for (Finding finding : findings) {
            String head = padded(finding.outcome().label(), OUTCOME_WIDTH) + "  " + padded(finding.check(), checkWidth);
            printBlock(head + "  ", indent, finding.detail(), to);
            finding.cure().ifPresent(cure -> printBlock(indent + "-> ", indent + "   ", cure, to));
        }
    }

    private static void printBlock(String first, String rest, String text, PrintWriter to) {
        String lead = first;
        for (String line : text.lines().toList()) {
            to.println((lead + line).stripTrailing());
            lead = rest;
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
