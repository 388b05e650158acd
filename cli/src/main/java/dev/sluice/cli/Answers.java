package dev.sluice.cli;

import java.util.Optional;

/** What a user answers: on a terminal, or by the lines of standard input. */
interface Answers {
    /** Returns whether there is a terminal to ask on. */
    boolean canAsk();

    /** Asks on the terminal; empty when the user ends it. */
    Optional<String> ask(String question);

    /** Asks on the terminal for what nobody shall see; empty when the user ends it. */
    Optional<String> askUnseen(String question);

    /** Returns the next line of standard input, without its end; empty when there is none. */
    Optional<String> nextLine();
}
