package dev.sluice.postgresql;

import dev.sluice.ErrorCode;

/** Which end of a run a connection belongs to; it decides whose fault a refused statement is. */
enum Side {
    SOURCE("source", ErrorCode.SOURCE_FAILED, ErrorCode.SOURCE_UNAVAILABLE),
    DESTINATION("destination", ErrorCode.DESTINATION_FAILED, ErrorCode.DESTINATION_UNAVAILABLE);

    private final String label;
    private final ErrorCode failed;
    private final ErrorCode unavailable;

    Side(String label, ErrorCode failed, ErrorCode unavailable) {
        this.label = label;
        this.failed = failed;
        this.unavailable = unavailable;
    }

    String label() {
        return label;
    }

    ErrorCode failed() {
        return failed;
    }

    /** Returns the code of a failure that passes when others do something, or time passes. */
    ErrorCode unavailable() {
        return unavailable;
    }
}
