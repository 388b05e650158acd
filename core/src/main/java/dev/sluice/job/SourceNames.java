package dev.sluice.job;

import java.util.Optional;

/**
 * What references stand for in a real-time job: the four variables of Rename expressions are left as they are written, since they get another
 * value for every table, and all others are those of the run.
 *
 * @param run knows the variables of the run
 */
record SourceNames(Resolver run) implements Resolver {
    @Override
    public Resolution resolve(Reference reference) {
        String name = reference.content();
        boolean braces = reference.kind() == Reference.Kind.BRACES;
        if (braces && SourceVariable.named(name).isPresent()) {
            return Resolution.KEPT;
        }
        Resolution resolution = run.resolve(reference);
        Optional<String> near = braces ? Nearest.to(name, SourceVariable.names()) : Optional.empty();
        return resolution instanceof Resolution.Missing && near.isPresent()
                ? new Resolution.Missing("the variable \"" + Shown.text(name) + "\" has no value (did you mean \""
                        + near.get() + "\"?); allowed is to give one with -p "
                        + Shown.text(name) + "=VALUE, or in the job's \"parameters\"")
                : resolution;
    }
}
