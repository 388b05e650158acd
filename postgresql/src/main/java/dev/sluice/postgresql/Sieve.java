package dev.sluice.postgresql;

import dev.sluice.connector.RejectedRow;
import dev.sluice.row.RowFormat;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Separates good rows from bad ones where the bad are many. It learns from failures on which {@link Ground}s rows are
 * refused here. The columns that those look at are staged, one statement picks the suspects, all other rows go into the
 * table by COPY, and the suspects follow one by one inside the server, where each that is refused leaves its reason.
 */
final class Sieve {
    /** A row that the server refused, counted from 0 in the rows that were sieved. */
    record Refusal(int row, RejectedRow.Reason reason) {}

    /** What became of the suspects: how many the table took, and which it refused; triggers may have dropped others. */
    private record Trial(long taken, List<Refusal> refusals) {}

    /**
     * What came of it.
     *
     * @param taken how many rows the table took
     * @param refusals the refused rows in their order
     */
    record Sifted(long taken, List<Refusal> refusals) {}

    private static final String STAGE = "pg_temp.sluice_stage";
    private static final String SUSPECTS = "pg_temp.sluice_suspects";

    private static final String NUMBER = Quoting.identifier("sluice row");

    /**
     * A look into the table's index per row: a plan that reads the whole table would do so for every group. Its costs, which
     * these settings make huge, would have the server compile it each time.
     */
    private static final String PLAN_BY_INDEX = """
            SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
            SET LOCAL work_mem = '64MB'; SELECT set_config(name, 'off', true) FROM pg_settings WHERE name = 'jit'""";

    private static final String PLAN_FREELY = """
            SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL enable_hashjoin TO DEFAULT;
            SET LOCAL enable_mergejoin TO DEFAULT; SET LOCAL work_mem TO DEFAULT;
            SELECT set_config(name, reset_val, true) FROM pg_settings WHERE name = 'jit'""";

    private final PgSession session;
    private final TargetTable target;
    private final Loader table;
    private final RowFormat format;
    private final CopyLoader suspectLoader;
    private final Set<Ground> learned = EnumSet.noneOf(Ground.class);
    private @Nullable List<Suspicion> known;
    private @Nullable StageColumns stageColumns;

    /** {@code table} brings rows into the target itself. */
    Sieve(PgSession session, TargetTable target, Loader table, RowFormat format) {
        this.session = session;
        this.target = target;
        this.table = table;
        this.format = format;
        this.suspectLoader = new CopyLoader(session, SUSPECTS + " " + target.columnList(), "sluice_suspects", format);
    }

    /** Takes note of why the table refused a row or rows; returns whether the next sifting can foresee more than the last. */
    boolean learn(SQLException failure) {
        return Ground.of(failure).stream()
                .filter(ground -> !learned.contains(ground) && isForeseeable(ground))
                .findFirst()
                .map(learned::add)
                .orElse(false);
    }

    private boolean isForeseeable(Ground ground) {
        return known().stream().anyMatch(suspicion -> suspicion.ground() == ground);
    }

    private List<Suspicion> known() {
        List<Suspicion> all = known;
        if (all == null) {
            all = new Suspicions(session, target, STAGE).all();
            known = all;
        }
        return all;
    }

    /** Returns whether there is anything yet by which rows could be told apart. */
    boolean isReady() {
        return !learned.isEmpty();
    }

    /**
     * Brings the good ones of the rows {@code from} inclusive to {@code to} exclusive into the table; runs under the
     * caller's savepoint.
     */
    Sifted sift(RowGroup group, int from, int to) throws SQLException {
        List<Suspicion> suspicions = known().stream()
                .filter(suspicion -> learned.contains(suspicion.ground()))
                .toList();
        stage(group, from, to, suspicions);
        List<Integer> suspects = pickSuspects(suspicions);
        long others = copyOthers(group, from, to, suspects);
        Trial trial = suspects.isEmpty() ? new Trial(0, List.of()) : writeSuspects(group, from, suspects);
        return new Sifted(others + trial.taken(), trial.refusals());
    }

    private void stage(RowGroup group, int from, int to, List<Suspicion> suspicions) throws SQLException {
        List<Integer> fields = IntStream.range(0, target.columns().size())
                .filter(i -> suspicions.stream()
                        .anyMatch(suspicion -> suspicion
                                .columns()
                                .contains(target.columns().get(i).name())))
                .boxed()
                .toList();
        String columns = stageColumns()
                .definitions(fields.stream().map(target.columns()::get).toList());
        session.execute("DROP TABLE IF EXISTS " + STAGE + "; CREATE TEMPORARY TABLE sluice_stage (" + NUMBER
                + " bigint, " + columns + ") ON COMMIT DROP");
        CopyLoader copy = new CopyLoader(session, STAGE, "sluice_stage", format);
        new ExcerptLoader(copy, target, fields, format).load(group, from, to);
    }

    private StageColumns stageColumns() {
        StageColumns known = stageColumns;
        if (known == null) {
            known = new StageColumns(session, target.relation());
            stageColumns = known;
        }
        return known;
    }

    private List<Integer> pickSuspects(List<Suspicion> suspicions) throws SQLException {
        session.execute(PLAN_BY_INDEX);
        List<String> queries = new ArrayList<>();
        for (Suspicion suspicion : suspicions) {
            queries.add("SELECT s." + NUMBER + " FROM " + STAGE + " s WHERE " + cheapest(suspicion));
        }
        List<Integer> suspects =
                session.queryVerbatim(String.join("\n UNION ", queries) + " ORDER BY 1", row -> row.getInt(1));
        session.execute(PLAN_FREELY);
        return suspects;
    }

    private String cheapest(Suspicion suspicion) throws SQLException {
        if (suspicion.shortcut().isEmpty()) {
            return suspicion.condition();
        }
        Suspicion.Shortcut shortcut = suspicion.shortcut().get();
        boolean cheaper = session.queryVerbatim("SELECT " + shortcut.test(), row -> row.getBoolean(1))
                .contains(true);
        return cheaper ? shortcut.condition() : suspicion.condition();
    }

    private long copyOthers(RowGroup group, int from, int to, List<Integer> suspects) throws SQLException {
        table.begin();
        int next = from;
        for (int suspect : suspects) {
            group.send(next, from + suspect, table::send);
            next = from + suspect + 1;
        }
        group.send(next, to, table::send);
        return table.end();
    }

    private Trial writeSuspects(RowGroup group, int from, List<Integer> suspects) throws SQLException {
        session.execute("DROP TABLE IF EXISTS " + SUSPECTS + "; CREATE TEMPORARY TABLE sluice_suspects ("
                + stageColumns().definitions(target.columns()) + ", "
                + NUMBER + " int GENERATED BY DEFAULT AS IDENTITY,"
                + " \"sluice state\" text, \"sluice message\" text, \"sluice column\" text) ON COMMIT DROP");
        suspectLoader.begin();
        for (int suspect : suspects) {
            group.send(from + suspect, from + suspect + 1, suspectLoader::send);
        }
        suspectLoader.end();
        insertOneByOne();
        return new Trial(taken(), refusals(suspects));
    }

    private long taken() throws SQLException {
        return session.queryVerbatim("SELECT current_setting('sluice.taken')", row -> row.getLong(1))
                .get(0);
    }

    private List<Refusal> refusals(List<Integer> suspects) throws SQLException {
        return session.queryVerbatim(
                "SELECT " + NUMBER + ", \"sluice state\", \"sluice message\", nullif(\"sluice column\", '') FROM "
                        + SUSPECTS + " WHERE \"sluice state\" IS NOT NULL ORDER BY 1",
                row -> new Refusal(
                        suspects.get(row.getInt(1) - 1),
                        new RejectedRow.Reason(
                                row.getString(2), row.getString(3), Optional.ofNullable(row.getString(4)))));
    }

    /**
     * Errors that are not a row's fault end the whole; see {@link PgErrors#isRowFault}. The table's columns may have any
     * name, so the variables' names go before them. How many it took is left in a setting of the transaction.
     */
    private void insertOneByOne() throws SQLException {
        session.execute("""
                DO $sluice$
                #variable_conflict use_variable
                DECLARE
                    suspect record;
                    state text; message text; detail text; name text; taken bigint; total bigint := 0;
                BEGIN
                    FOR suspect IN SELECT ctid AS place FROM %1$s ORDER BY %2$s LOOP
                        BEGIN
                            INSERT INTO %3$s %4$s OVERRIDING SYSTEM VALUE
                            SELECT %5$s FROM %1$s s WHERE s.ctid = suspect.place;
                            GET DIAGNOSTICS taken = ROW_COUNT;
                            total := total + taken;
                        EXCEPTION WHEN OTHERS THEN
                            GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT,
                                detail = PG_EXCEPTION_DETAIL, name = COLUMN_NAME;
                            IF left(state, 2) IN (%6$s) THEN
                                RAISE;
                            END IF;
                            UPDATE %1$s SET "sluice state" = state, "sluice column" = name,
                                "sluice message" = message || CASE detail WHEN '' THEN '' ELSE ' (' || detail || ')' END
                             WHERE ctid = suspect.place;
                        END;
                    END LOOP;
                    PERFORM set_config('sluice.taken', total::text, true);
                END $sluice$""".formatted(
                SUSPECTS,
                NUMBER,
                target.relation().quoted(),
                target.columnList(),
                target.columns().stream().map(column -> "s." + column.quoted()).collect(Collectors.joining(", ")),
                PgErrors.classesNotAboutRows()));
    }
}
