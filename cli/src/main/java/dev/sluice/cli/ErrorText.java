package dev.sluice.cli;

import dev.sluice.SyncException;
import java.io.PrintWriter;

/** How an error looks: what is wrong, then the next step, then, on demand, the stack trace. */
final class ErrorText {
    private ErrorText() {}

    static void print(SyncException error, PrintWriter to) {
        to.println(error.getMessage());
        error.hint()
                .filter(hint -> !hint.isBlank())
                .ifPresent(hint -> hint.lines().forEach(line -> to.println("  -> " + line)));
    }
}
