package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.connector.Progress;
import dev.sluice.postgresql.AppliedTable.Trait;
import dev.sluice.postgresql.RowStatement.Kind;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ServerErrorMessage;

/** What is told of a change that a destination takes in no way. */
final class RefusedChange {
    private static final int MOST_CHARS = 200;

    /** The SQLSTATE by which {@link ProgressTable#advance} fails: a division by zero. */
    private static final String ROW_GONE = "22012";

    private RefusedChange() {}

    /** Says for people what a statement does with which row. */
    static String describe(Kind kind, AppliedTable table, RowImage row) {
        String key = table.keys().stream()
                .map(field -> table.columns().get(field).target().name() + " = " + table.text(row, field))
                .collect(Collectors.joining(", "));
        String what = table.is(Trait.KEYED) ? key : "the row " + key;
        return kind.label() + " of " + table.relation().label() + ", "
                + (what.length() > MOST_CHARS ? what.substring(0, MOST_CHARS) + "…" : what);
    }

    /** Returns the error for a statement that was refused, which {@code change} describes, where it changes one row. */
    static SyncException of(String change, PgSession session, SQLException e) {
        if (PgErrors.endsSession(e) || PgErrors.serverMessage(e) == null) {
            return session.failed(e, "The destination was lost while it took changes");
        }
        if (change.isEmpty() && PgErrors.state(e).equals(ROW_GONE)) {
            return new SyncException(
                    PgErrors.code(e, session.side()),
                    "The job's row in " + ProgressTable.NAME + " is gone, so nobody knows what the destination has",
                    Progress.BEGIN_ANEW,
                    e);
        }
        String doing = change.isEmpty()
                ? "The destination refused to commit changes"
                : "The destination refused the " + change;
        String constraint = constraint(e);
        return new SyncException(
                PgErrors.code(e, session.side()),
                doing + (constraint == null ? "" : ", by the constraint " + constraint) + ": " + PgErrors.message(e),
                hint(e, session),
                e);
    }

    private static @Nullable String constraint(SQLException e) {
        ServerErrorMessage server = PgErrors.serverMessage(e);
        return server == null ? null : server.getConstraint();
    }

    private static @Nullable String hint(SQLException e, PgSession session) {
        return switch (PgErrors.state(e)) {
            case "23505", "23P01" ->
                "Remove the row that the destination has on its own; or, if one transaction at the source may exchange"
                        + " such values, make the constraint DEFERRABLE at the destination as it is at the source";
            case "23503" ->
                "Let changes come without a second look at foreign keys, as superuser or from version 15 on by GRANT"
                        + " SET ON PARAMETER session_replication_role TO " + Quoting.identifier(session.user())
                        + "; or make the constraint DEFERRABLE, or drop it at the destination";
            default -> PgErrors.hint(e);
        };
    }
}
