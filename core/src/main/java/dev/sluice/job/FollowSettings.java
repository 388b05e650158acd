package dev.sluice.job;

import java.time.Duration;
import java.util.Objects;

/**
 * How changes are followed.
 *
 * @param acknowledge how often the source is told at the latest up to where the destination is durable
 * @param heartbeat how often a mark is written into the source's WAL, so that the slot moves on in an idle database; zero = never
 * @param transfer the form in which the source sends values
 * @param origins which changes are brought over
 * @param ddl how DDL is seen
 * @param large where a large transaction is kept until it ends
 */
public record FollowSettings(
        Duration acknowledge,
        Duration heartbeat,
        Transfer transfer,
        Origins origins,
        DdlCapture ddl,
        LargeTransactions large) {
    /** Checks the ranges. */
    public FollowSettings {
        Objects.requireNonNull(transfer);
        Objects.requireNonNull(origins);
        Objects.requireNonNull(ddl);
        Objects.requireNonNull(large);
        if (acknowledge.isZero() || acknowledge.isNegative() || heartbeat.isNegative()) {
            throw new IllegalArgumentException("following changes needs times");
        }
    }

    /** The form in which the source sends values. */
    public enum Transfer {
        /** Binary where server and types have it. */
        AUTO("auto"),
        /** Text always. */
        TEXT("text");

        private final String spelling;

        Transfer(String spelling) {
            this.spelling = spelling;
        }

        /** Returns the spelling in job files. */
        @Override
        public String toString() {
            return spelling;
        }
    }

    /** Which changes are brought over, as {@code origin} of PostgreSQL 16 and later. */
    public enum Origins {
        /** All. */
        ANY("any"),
        /** Those that did not come to the source by replication themselves. */
        NONE("none");

        private final String spelling;

        Origins(String spelling) {
            this.spelling = spelling;
        }

        /** Returns the spelling in job files. */
        @Override
        public String toString() {
            return spelling;
        }
    }

    /** Where a transaction is kept until it ends that is too large for the source's memory. */
    public enum LargeTransactions {
        /** Here, from version 14 on: the source sends it while it goes on. */
        HERE("here"),
        /** On the source's disk. */
        SOURCE("source");

        private final String spelling;

        LargeTransactions(String spelling) {
            this.spelling = spelling;
        }

        /** Returns the spelling in job files. */
        @Override
        public String toString() {
            return spelling;
        }
    }

    /** How DDL is seen. */
    public enum DdlCapture {
        /** By an event trigger where the user may create one, else from relation messages and the catalogue. */
        AUTO("auto"),
        /** From relation messages and the catalogue; no object is made at the source for it. */
        CATALOGUE("catalogue");

        private final String spelling;

        DdlCapture(String spelling) {
            this.spelling = spelling;
        }

        /** Returns the spelling in job files. */
        @Override
        public String toString() {
            return spelling;
        }
    }
}
