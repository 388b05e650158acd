package dev.sluice.cli;

import dev.sluice.job.Seal;
import dev.sluice.job.Secret;
import dev.sluice.job.SecretPlace;
import java.util.Optional;
import java.util.stream.Stream;

/** The secrets of a data source that is being made; empty where there is none. */
record NewSecrets(Optional<Source> password, Optional<Source> keyPassword) {
    /** Where a secret comes from. */
    sealed interface Source {}

    /** A variable of the environment, that of the process that will need the secret. */
    record Variable(String name) implements Source {}

    /** What the user has told us. */
    record Told(Secret secret) implements Source {}

    /** What to write for each secret. */
    record Texts(Optional<String> password, Optional<String> keyPassword) {
        /** Shows nothing: these are no secrets any more, but nobody needs them. */
        @Override
        public String toString() {
            return "Texts";
        }
    }

    /** Returns whether a key is needed to write them. */
    boolean areSealed() {
        return Stream.of(password, keyPassword).flatMap(Optional::stream).anyMatch(Told.class::isInstance);
    }

    /** Returns what to write; the seal makes its key if it has none and one is needed. */
    Texts texts(String dataSource, Seal seal) {
        return new Texts(
                password.map(source -> text(source, new SecretPlace(dataSource, "password"), seal)),
                keyPassword.map(source -> text(source, new SecretPlace(dataSource, "clientPassword"), seal)));
    }

    private static String text(Source source, SecretPlace place, Seal seal) {
        return source instanceof Variable variable
                ? "${env:" + variable.name() + "}"
                : seal.seal(place, ((Told) source).secret().reveal());
    }
}
