package dev.sluice.stream;

/** An option does not mean anything; the message says what is wrong and what is allowed. Becomes a fault at its place. */
final class BadOption extends Exception {
    BadOption(String message) {
        super(message, null, false, false);
    }

    /** Returns the message, which every one of these has. */
    String problem() {
        return String.valueOf(getMessage());
    }
}
