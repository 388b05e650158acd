package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.preflight.Finding;
import java.util.ArrayList;
import java.util.List;

/** A list of checks of one server, made one by one: one that the server does not let its user make costs no other. */
final class Checks {
    /** Looks at one thing. */
    interface Check {
        List<Finding> run();
    }

    private final Side side;
    private final List<Finding> findings = new ArrayList<>();

    Checks(Side side) {
        this.side = side;
    }

    /** Makes a check; {@code name} is what it is called where it could not be made. */
    Checks make(String name, Check check) {
        try {
            findings.addAll(check.run());
        } catch (SyncException e) {
            if (e.code() != side.failed()) {
                throw e;
            }
            findings.add(Finding.unknown(name, String.valueOf(e.getMessage())));
        }
        return this;
    }

    List<Finding> findings() {
        return findings;
    }
}
