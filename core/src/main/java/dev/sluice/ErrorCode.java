package dev.sluice;

/** Every kind of failure, with its culprit and whether trying the same thing again can help. */
public enum ErrorCode {
    /** A job file, a data source file or a variable is wrong; the message lists every fault. */
    FILE_INVALID(Culprit.USER, false),
    /** The command line is wrong. */
    COMMAND_INVALID(Culprit.USER, false),
    /** A data source, table, column or privilege that the job names is not there or not usable. */
    PREFLIGHT_FAILED(Culprit.USER, false),
    /** The server refused the user name, the password or the certificate. */
    AUTHENTICATION_FAILED(Culprit.USER, false),
    /** No connection to the server could be made. */
    UNREACHABLE(Culprit.NETWORK, true),
    /** An established connection broke. */
    CONNECTION_LOST(Culprit.NETWORK, true),
    /** The source refused or failed a statement. */
    SOURCE_FAILED(Culprit.SOURCE, false),
    /** The destination refused or failed a statement. */
    DESTINATION_FAILED(Culprit.DESTINATION, false),
    /** The definition of a source's table was changed in a way at which the job is to stop. */
    DDL_REFUSED(Culprit.USER, false),
    /** The source cannot do it now: it has no room, or another session holds what is needed. */
    SOURCE_UNAVAILABLE(Culprit.SOURCE, true),
    /** The destination cannot do it now: it has no room, takes no writes or another session holds what is needed. */
    DESTINATION_UNAVAILABLE(Culprit.DESTINATION, true),
    /** The job runs already, in another process. */
    ALREADY_RUNNING(Culprit.USER, false),
    /** The source kept more log for the job than the user allows, so that what it keeps was given up. */
    SLOT_GIVEN_UP(Culprit.USER, false),
    /** More rows were dirty than the job allows. */
    TOO_MANY_DIRTY_ROWS(Culprit.USER, false),
    /** The run was stopped from outside, by a signal or a caller. */
    CANCELLED(Culprit.USER, true),
    /** Bytes from outside are not what their protocol promises; the message says where. */
    MALFORMED_DATA(Culprit.INTERNAL, false),
    /** A file that Sluice makes, such as that of dirty rows or a report, cannot be written. */
    FILE_NOT_WRITABLE(Culprit.USER, false),
    /** The process has not enough memory for the job. */
    OUT_OF_MEMORY(Culprit.USER, false),
    /** A defect of Sluice. */
    INTERNAL(Culprit.INTERNAL, false);

    private final Culprit culprit;
    private final boolean retryable;

    ErrorCode(Culprit culprit, boolean retryable) {
        this.culprit = culprit;
        this.retryable = retryable;
    }

    /** Returns who has to act. */
    public Culprit culprit() {
        return culprit;
    }

    /** Returns whether the same attempt may succeed later without anybody changing anything. */
    public boolean retryable() {
        return retryable;
    }
}
