package dev.sluice.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The terminal and the standard input of this process. Java knows a terminal only where input and output both are one. */
final class ProcessAnswers implements Answers {
    private final BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    @Override
    public boolean canAsk() {
        return console().isPresent();
    }

    @Override
    public Optional<String> ask(String question) {
        return console().map(console -> console.readLine("%s", question));
    }

    @Override
    public Optional<String> askUnseen(String question) {
        return console().map(console -> console.readPassword("%s", question)).map(String::new);
    }

    @Override
    public Optional<String> nextLine() {
        try {
            return Optional.ofNullable(lines.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException("standard input cannot be read", e);
        }
    }

    private static Optional<Console> console() {
        return Optional.ofNullable(System.console());
    }
}
