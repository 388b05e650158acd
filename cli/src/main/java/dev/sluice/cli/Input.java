package dev.sluice.cli;

import java.util.Map;

/**
 * What a command is given besides its arguments.
 *
 * @param environment the process's environment
 * @param answers what the user answers
 */
record Input(Map<String, String> environment, Answers answers) {
    Input {
        environment = Map.copyOf(environment);
    }

    /** Shows no value of the environment. */
    @Override
    public String toString() {
        return "Input";
    }
}
