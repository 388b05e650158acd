package dev.sluice.job;

/** What a reference stands for. */
sealed interface Resolution {
    /** Not a reference after all, or one that is left as it is written. */
    Resolution KEPT = new Kept();

    /** Returns what takes the reference's place in the text. */
    String inserted();

    /** A value that may be shown. */
    record Value(String inserted) implements Resolution {}

    /** A value that must not be shown, from the environment. */
    record Hidden(String inserted) implements Resolution {
        @Override
        public String toString() {
            return "Hidden";
        }
    }

    /** No value, with the reason and what is allowed. */
    record Missing(String message) implements Resolution {
        /** A word that says nothing: whoever reads it knows from the place that it must not be judged. */
        @Override
        public String inserted() {
            return "?";
        }
    }

    /** See {@link #KEPT}. */
    record Kept() implements Resolution {
        @Override
        public String inserted() {
            return "";
        }
    }
}
