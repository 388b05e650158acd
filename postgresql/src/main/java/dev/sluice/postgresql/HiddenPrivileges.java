package dev.sluice.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Privileges that writing to a table takes for what its definition uses: functions, sequences, and the types of a
 * temporary table. What functions use in their turn, such as those of triggers, no catalogue tells.
 */
final class HiddenPrivileges {
    private static final String NAMED_SEQUENCES = """
              FROM (SELECT a.attname, parse_ident(replace((regexp_matches(
                               pg_get_expr(d.adbin, d.adrelid), 'nextval\\(\\(*''((?:[^'']|'''')+)''::text', 'g'))[1], '''''', '''')) AS name
                      FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                     WHERE d.adrelid = ?::oid) named
              JOIN pg_class s ON s.relkind = 'S' AND s.relname = name[cardinality(name)]
              JOIN pg_namespace n ON n.oid = s.relnamespace
             WHERE CASE cardinality(name) WHEN 1 THEN pg_table_is_visible(s.oid) ELSE n.nspname = name[1] END
            """;

    /** Something that the role may not do, and the privilege that it takes, as GRANT has it. */
    record Missing(String what, String grant) {}

    private final PgSession session;
    private final TargetTable target;
    private final List<String> written;

    HiddenPrivileges(PgSession session, TargetTable target) {
        this.session = session;
        this.target = target;
        this.written = target.columns().stream().map(RelationColumn::name).toList();
    }

    List<Missing> missing() {
        List<Missing> missing = new ArrayList<>(sequences());
        missing.addAll(sequencesByName());
        missing.addAll(functions());
        if (target.loading() == TargetTable.Loading.STAGED) {
            missing.addAll(stagedTypes());
        }
        return missing.stream().distinct().toList();
    }

    /** Sequences from which columns that are not written take their values; identity columns need no privilege. */
    private List<Missing> sequences() {
        return ofFilled("""
                SELECT a.attname, format('%I.%I', n.nspname, s.relname)
                  FROM pg_attrdef d
                  JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                  JOIN pg_depend p ON p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid
                       AND p.refclassid = 'pg_class'::regclass
                  JOIN pg_class s ON s.oid = p.refobjid
                  JOIN pg_namespace n ON n.oid = s.relnamespace
                 WHERE d.adrelid = ?::oid AND CASE s.relkind WHEN 'S' THEN NOT has_sequence_privilege(s.oid, 'USAGE, UPDATE') END""", target.relation().oid()).stream()
                .map(HiddenPrivileges::ofSequence)
                .toList();
    }

    /** Sequences that a default finds by their names when it is used, {@code nextval('s'::text)}: nothing depends on them. */
    private List<Missing> sequencesByName() {
        long relation = target.relation().oid();
        List<Missing> missing = new ArrayList<>();
        ofFilled(
                        "SELECT attname, format('%I', n.nspname) " + NAMED_SEQUENCES
                                + "AND cardinality(name) > 1 AND NOT has_schema_privilege(n.oid, 'USAGE')",
                        relation)
                .forEach(schema -> missing.add(new Missing("use schema " + schema, "USAGE ON SCHEMA " + schema)));
        ofFilled(
                        "SELECT attname, format('%I.%I', n.nspname, s.relname) " + NAMED_SEQUENCES
                                + "AND CASE s.relkind WHEN 'S' THEN NOT has_sequence_privilege(s.oid, 'USAGE, UPDATE') END",
                        relation)
                .forEach(sequence -> missing.add(ofSequence(sequence)));
        return missing;
    }

    private static Missing ofSequence(String sequence) {
        return new Missing("take values from sequence " + sequence, "USAGE ON SEQUENCE " + sequence);
    }

    /**
     * Functions, also those of operators, that the server runs for a new row: in the defaults of columns that are not
     * written, in constraints of the table, its partitions and the domains of its columns, and in indexes.
     */
    private List<Missing> functions() {
        return ofFilled("""
                WITH RECURSIVE tree AS (
                    SELECT ?::oid AS oid
                     UNION
                    SELECT i.inhrelid FROM pg_inherits i JOIN tree t ON t.oid = i.inhparent
                      JOIN pg_class c ON c.oid = i.inhparent AND c.relkind = 'p'),
                types AS (
                    SELECT atttypid AS oid FROM pg_attribute JOIN tree ON attrelid = tree.oid
                     WHERE attnum > 0 AND NOT attisdropped
                     UNION
                    SELECT CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.typelem END
                      FROM pg_type t JOIN types ON types.oid = t.oid
                     WHERE t.typtype = 'd' OR t.typcategory = 'A'),
                expressions AS (
                    SELECT a.attname, 'pg_attrdef'::regclass AS class, d.oid
                      FROM pg_attrdef d JOIN tree ON d.adrelid = tree.oid
                      JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
                     UNION ALL
                    SELECT NULL, 'pg_constraint'::regclass, c.oid FROM pg_constraint c
                     WHERE c.contype = 'c'
                       AND (c.conrelid IN (SELECT oid FROM tree) OR c.contypid IN (SELECT oid FROM types))
                     UNION ALL
                    SELECT NULL, 'pg_class'::regclass, i.indexrelid FROM pg_index i JOIN tree ON i.indrelid = tree.oid)
                SELECT DISTINCT attname, format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
                  FROM expressions e
                  JOIN pg_depend d ON d.classid = e.class AND d.objid = e.oid
                  LEFT JOIN pg_operator o ON d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
                  JOIN pg_proc p ON p.oid = CASE d.refclassid WHEN 'pg_proc'::regclass THEN d.refobjid ELSE o.oprcode END
                  JOIN pg_namespace n ON n.oid = p.pronamespace
                 WHERE NOT has_function_privilege(p.oid, 'EXECUTE')""", target.relation().oid()).stream()
                .map(function -> new Missing(
                        "run function " + function + ", which the table uses", "EXECUTE ON FUNCTION " + function))
                .toList();
    }

    /** A table with a column of a type takes USAGE on it; an array's is that of its elements. */
    private List<Missing> stagedTypes() {
        String columns = written.stream().map(Quoting::literal).collect(Collectors.joining(", "));
        return session
                .query(
                        """
                SELECT format('%I', n.nspname), format('%I.%I', n.nspname, t.typname),
                       has_schema_privilege(n.oid, 'USAGE'), has_type_privilege(t.oid, 'USAGE')
                  FROM pg_attribute a JOIN pg_type d ON d.oid = a.atttypid
                  JOIN pg_type t ON t.oid = CASE d.typcategory WHEN 'A' THEN d.typelem ELSE d.oid END
                  JOIN pg_namespace n ON n.oid = t.typnamespace
                 WHERE a.attrelid = ?::oid AND a.attname IN (""" + columns + ")",
                        row -> stagedType(row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4)),
                        target.relation().oid())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<Missing> stagedType(String schema, String type, boolean schemaUsable, boolean typeUsable) {
        List<Missing> missing = new ArrayList<>();
        if (!schemaUsable) {
            missing.add(new Missing("use schema " + schema, "USAGE ON SCHEMA " + schema));
        }
        if (!typeUsable) {
            missing.add(new Missing("use type " + type, "USAGE ON TYPE " + type));
        }
        return missing;
    }

    /** Returns the second column of rows whose first is empty or names a column that the server fills. */
    private List<String> ofFilled(String query, long relation) {
        return session
                .query(
                        query,
                        row -> Optional.ofNullable(row.getString(1))
                                        .filter(written::contains)
                                        .isPresent()
                                ? Optional.<String>empty()
                                : Optional.of(row.getString(2)),
                        relation)
                .stream()
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }
}
