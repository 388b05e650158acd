package dev.sluice.postgresql;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;

/** Temporary tables for the rows of sets, one for each table, made once and emptied with each transaction. */
final class Stages {
    private final PgSession session;
    private final ApplyScript script;
    private final IdentityHashMap<AppliedTable, String> made = new IdentityHashMap<>();
    /** Those that were made in the transaction that is under way. */
    private final Set<AppliedTable> fresh = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<String> used = new HashSet<>();
    private final boolean allowed;

    Stages(PgSession session, ApplyScript script) {
        this.session = session;
        this.script = script;
        this.allowed = session.query(
                        "SELECT has_database_privilege(current_database(), 'TEMPORARY')", row -> row.getBoolean(1))
                .contains(true);
    }

    /** Returns whether this user may make temporary tables. */
    boolean areAllowed() {
        return allowed;
    }

    /** Has the stage of {@code table} made, if it is not there. */
    void make(AppliedTable table) {
        if (!made.containsKey(table)) {
            String name = "sluice_stage_" + (made.size() + 1);
            String columns = new StageColumns(session, table.relation())
                    .definitions(
                            table.columns().stream().map(AppliedColumn::target).toList());
            script.add("CREATE TEMPORARY TABLE " + name + " (" + columns + ") ON COMMIT DELETE ROWS");
            made.put(table, "pg_temp." + name);
            fresh.add(table);
        }
    }

    /** Returns the name of the stage of {@code table}, which is made and will be empty. */
    String use(AppliedTable table) {
        String stage = Objects.requireNonNull(made.get(table));
        if (!used.add(stage)) {
            script.add("TRUNCATE " + stage);
        }
        return stage;
    }

    /** Says that the transaction was committed, after which every stage is empty. */
    void committed() {
        used.clear();
        fresh.clear();
    }

    /** Says that the transaction was rolled back, with the stages that were made in it. */
    void rolledBack() {
        made.keySet().removeAll(fresh);
        committed();
    }
}
