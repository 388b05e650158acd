package dev.sluice.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A user whose answers are written down before: on a terminal if there are any, and on standard input. */
final class ScriptedAnswers implements Answers {
    private final Queue<String> typed = new ArrayDeque<>();
    private final Queue<String> piped = new ArrayDeque<>();
    private final List<String> questions = new ArrayList<>();
    private boolean terminal;

    /** Has a terminal, and types these one after the other. */
    ScriptedAnswers typing(String... answers) {
        terminal = true;
        typed.addAll(List.of(answers));
        return this;
    }

    /** Has these lines on standard input. */
    ScriptedAnswers piping(String... lines) {
        piped.addAll(List.of(lines));
        return this;
    }

    /** Returns what was asked. */
    List<String> questions() {
        return questions;
    }

    @Override
    public boolean canAsk() {
        return terminal;
    }

    @Override
    public Optional<String> ask(String question) {
        questions.add(question);
        return Optional.ofNullable(typed.poll());
    }

    @Override
    public Optional<String> askUnseen(String question) {
        return ask(question);
    }

    @Override
    public Optional<String> nextLine() {
        return Optional.ofNullable(piped.poll());
    }
}
