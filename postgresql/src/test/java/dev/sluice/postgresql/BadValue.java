package dev.sluice.postgresql;

import java.util.List;
import java.util.Optional;

/**
 * A way in which a destination can refuse a value of column {@code v} of table {@code t (id int, v, note)}.
 *
 * @param name what it is, for people
 * @param sourceType the type of {@code v} at the source
 * @param targetType its type at the destination, with constraints
 * @param good SQL for a value that is taken; {@code i} is the row's number from 1
 * @param bad SQL for a value that is refused
 * @param setUp what the destination has besides, before the table ({@code TYPE} and the like) and after
 * @param sqlState the SQLSTATE with which it is refused
 * @param column the column that the server names
 */
record BadValue(
        String name,
        String sourceType,
        String targetType,
        String good,
        String bad,
        SetUp setUp,
        String sqlState,
        Optional<String> column) {

    /**
     * Statements for the destination.
     *
     * @param before to run before {@code t} is made
     * @param options what follows the table's columns in {@code CREATE TABLE}
     * @param after to run after; {@code :bad} stands for the numbers of the bad rows
     */
    record SetUp(List<String> before, String options, List<String> after) {
        static final SetUp NOTHING = new SetUp(List.of(), "", List.of());

        static SetUp after(String... statements) {
            return new SetUp(List.of(), "", List.of(statements));
        }

        static SetUp before(String... statements) {
            return new SetUp(List.of(statements), "", List.of());
        }
    }

    private static final String EXISTING = "INSERT INTO t (id, v) SELECT -i, i FROM unnest(ARRAY[:bad]) i";

    static final List<BadValue> ALL = List.of(
            of("a key that exists", "int", "int UNIQUE", "i", "i", SetUp.after(EXISTING), "23505"),
            of(
                    "a key that exists, deferred",
                    "int",
                    "int UNIQUE DEFERRABLE INITIALLY DEFERRED",
                    "i",
                    "i",
                    SetUp.after(EXISTING),
                    "23505"),
            of("no value", "int", "int NOT NULL", "i", "NULL", SetUp.NOTHING, "23502")
                    .naming("v"),
            of("a check", "int", "int CHECK (v > 0)", "i", "-i", SetUp.NOTHING, "23514"),
            of("too long", "varchar", "varchar(5)", "'short'", "'too long'", SetUp.NOTHING, "22001")
                    .naming("v"),
            of("too many digits", "numeric", "numeric(5,2)", "1.00", "1000", SetUp.NOTHING, "22003")
                    .naming("v"),
            of("no number", "text", "int", "i", "'x' || i", SetUp.NOTHING, "22P02")
                    .naming("v"),
            of("no date", "text", "date", "'2024-02-29'", "'2024-02-30'", SetUp.NOTHING, "22008")
                    .naming("v"),
            of("out of range", "bigint", "int", "i", "i + 3000000000", SetUp.NOTHING, "22003")
                    .naming("v"),
            of(
                            "no member",
                            "text",
                            "mood",
                            "'glad'",
                            "'odd'",
                            SetUp.before("CREATE TYPE mood AS ENUM ('glad')"),
                            "22P02")
                    .naming("v"),
            of("a NUL in jsonb", "json", "jsonb", "'{\"a\": 1}'", "'{\"a\": \"\\u0000\"}'", SetUp.NOTHING, "22P05")
                    .naming("v"),
            of(
                            "a domain's check",
                            "int",
                            "positive",
                            "i",
                            "-i",
                            SetUp.before("CREATE DOMAIN positive AS int CHECK (VALUE > 0)"),
                            "23514")
                    .naming("v"),
            of(
                    "no partition",
                    "int",
                    "int",
                    "i",
                    "-i",
                    new SetUp(
                            List.of(),
                            "PARTITION BY RANGE (v)",
                            List.of("CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (1000000)")),
                    "23514"),
            of(
                    "a missing parent",
                    "int",
                    "int REFERENCES parent",
                    "i % 10",
                    "i + 100",
                    SetUp.before(
                            "CREATE TABLE parent (id int PRIMARY KEY)",
                            "INSERT INTO parent SELECT generate_series(0, 9)"),
                    "23503"),
            of(
                    "a missing parent, deferred",
                    "int",
                    "int REFERENCES parent DEFERRABLE INITIALLY DEFERRED",
                    "i % 10",
                    "i + 100",
                    SetUp.before(
                            "CREATE TABLE parent (id int PRIMARY KEY)",
                            "INSERT INTO parent SELECT generate_series(0, 9)"),
                    "23503"),
            of(
                    "an exclusion",
                    "int4range",
                    "int4range, EXCLUDE USING gist (v WITH &&)",
                    "int4range(i, i + 1)",
                    "int4range(i, i + 1)",
                    SetUp.after("INSERT INTO t (id, v) SELECT -i, int4range(i, i + 1) FROM unnest(ARRAY[:bad]) i"),
                    "23P01"),
            raised("a trigger before", "BEFORE INSERT", "P0001"),
            raised("a trigger before, with a state of its own", "BEFORE INSERT", "SL001"),
            raised("a trigger after", "AFTER INSERT", "P0001"),
            raised("a deferred trigger", "AFTER INSERT", "P0001").with(SetUp.after(raise("P0001"), """
                            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
                            FOR EACH ROW WHEN (NEW.v < 0) EXECUTE PROCEDURE refuse()""")));

    private static BadValue of(
            String name, String sourceType, String targetType, String good, String bad, SetUp setUp, String sqlState) {
        return new BadValue(name, sourceType, targetType, good, bad, setUp, sqlState, Optional.empty());
    }

    private BadValue naming(String named) {
        return new BadValue(name, sourceType, targetType, good, bad, setUp, sqlState, Optional.of(named));
    }

    private BadValue with(SetUp other) {
        return new BadValue(name, sourceType, targetType, good, bad, other, sqlState, column);
    }

    private static BadValue raised(String name, String when, String state) {
        return of(
                name,
                "int",
                "int",
                "i",
                "-i",
                SetUp.after(
                        raise(state),
                        "CREATE TRIGGER refuse " + when
                                + " ON t FOR EACH ROW WHEN (NEW.v < 0) EXECUTE PROCEDURE refuse()"),
                state);
    }

    private static String raise(String state) {
        return """
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'not %%', NEW.v USING ERRCODE = '%s'; END $$""".formatted(state);
    }

    /** Returns whether only text can carry the value. */
    boolean needsText() {
        return !targetType.matches("positive|" + sourceType + "\\b.*");
    }

    @Override
    public String toString() {
        return name;
    }
}
