package dev.sluice.job;

import java.util.EnumMap;
import java.util.Map;

/** What is done with DDL. Immutable. */
public final class DdlHandling {
    private final Map<DdlKind, DdlPolicy> policies = new EnumMap<>(DdlKind.class);

    private DdlHandling(Map<DdlKind, DdlPolicy> stated) {
        for (DdlKind kind : DdlKind.values()) {
            policies.put(kind, stated.getOrDefault(kind, kind.standard()));
        }
    }

    /** Returns the handling that a file states; kinds that are not in the map are handled as is standard. */
    public static DdlHandling of(Map<DdlKind, DdlPolicy> stated) {
        return new DdlHandling(stated);
    }

    /** Returns what is done with one kind. */
    public DdlPolicy of(DdlKind kind) {
        return policies.getOrDefault(kind, kind.standard());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DdlHandling handling && policies.equals(handling.policies);
    }

    @Override
    public int hashCode() {
        return policies.hashCode();
    }

    @Override
    public String toString() {
        return policies.toString();
    }
}
