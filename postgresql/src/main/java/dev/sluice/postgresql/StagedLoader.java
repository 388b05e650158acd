package dev.sluice.postgresql;

import dev.sluice.row.RowBatch;
import dev.sluice.row.RowFormat;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Brings rows into a table by a COPY into a temporary table and one INSERT from there, with INSERT's full meaning. */
final class StagedLoader implements Loader {
    private static final String STAGE = "pg_temp.sluice_stage";

    private final PgSession session;
    private final TargetTable target;
    private final CopyLoader copy;

    StagedLoader(PgSession session, TargetTable target, RowFormat format) {
        this.session = session;
        this.target = target;
        this.copy = new CopyLoader(session, STAGE + " " + target.columnList(), "sluice_stage", format);
    }

    @Override
    public void begin() throws SQLException {
        session.execute("DROP TABLE IF EXISTS " + STAGE);
        // Not CREATE TABLE AS: that takes the right to read the target.
        session.execute("CREATE TEMPORARY TABLE sluice_stage "
                + target.columns().stream()
                        .map(column -> column.quoted() + " " + column.type().name())
                        .collect(Collectors.joining(", ", "(", ")"))
                + " ON COMMIT DROP");
        copy.begin();
    }

    @Override
    public void send(RowBatch batch, int from, int to) throws SQLException {
        copy.send(batch, from, to);
    }

    @Override
    public long end() throws SQLException {
        copy.end();
        // COPY takes values for identity columns that are always generated, so that both write modes give the same
        // rows.
        return session.update("INSERT INTO " + target.relation().quoted() + " " + target.columnList()
                + " OVERRIDING SYSTEM VALUE SELECT " + columns() + " FROM " + STAGE);
    }

    @Override
    public OptionalInt refusedLine(SQLException failure) {
        return copy.refusedLine(failure);
    }

    @Override
    public Optional<String> refusedColumn(SQLException failure) {
        return copy.refusedColumn(failure);
    }

    private String columns() {
        String list = target.columnList();
        return list.substring(1, list.length() - 1);
    }
}
