package dev.sluice.postgresql;

import dev.sluice.ErrorCode;

/** Which end of a run a connection belongs to; it decides whose fault a refused statement is. */
enum Side {
    SOURCE("source", ErrorCode.SOURCE_FAILED),
    DESTINATION("destination", ErrorCode.DESTINATION_FAILED);

    private final String label;
    private final ErrorCode failed;

    Side(String label, ErrorCode failed) {
        this.label = label;
        this.failed = failed;
    }

    String label() {
        return label;
    }

    ErrorCode failed() {
        return failed;
    }
}
