package dev.sluice.job;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two small connectors that declare their options as the real ones do, and the parser that knows them. */
final class TestConnectors {
    static final EndpointKeys READER_ENDPOINT = EndpointKeys.reader("postgresql");
    static final EndpointKeys WRITER_ENDPOINT = EndpointKeys.writer("postgresql");

    static final Key<List<String>> COLUMN =
            Key.strings("column", "The columns.").required();
    static final Key<String> WHERE = Key.string("where", "A condition.").emptyIsAbsent();
    static final Key<Integer> SPLIT_FACTOR =
            Key.integer("splitFactor", "Splits for each channel.").range(1, 100).defaultTo(5);
    static final Key<Long> FETCH_SIZE =
            Key.longInteger("fetchSize", "Accepted.").range(1, Long.MAX_VALUE);
    static final Key<WriteMode> WRITE_MODE = Key.oneOf("writeMode", WriteMode.class, "How rows are written | or not.")
            .defaultTo(WriteMode.INSERT)
            .answering("replace", "it is spelled upsert");
    static final Key<List<String>> PRE_SQL =
            Key.strings("preSql", "Statements to run before.").defaultTo(List.of());
    static final Key<Map<String, String>> PG_TYPE =
            Key.texts("pgType", "Types.").defaultTo(Map.of());
    static final Key<String> VALUE = Key.string("value", "A constant.");
    static final Key<String> RANDOM = Key.string("random", "A range.");
    static final Key<List<StreamColumn>> STREAM_COLUMN = Key.objects(
            "column",
            Definition.of(
                            "A column of a stream",
                            values -> new StreamColumn(values.find(VALUE), values.find(RANDOM)),
                            Key.string("type", "The type.").defaultTo("string"),
                            VALUE,
                            RANDOM)
                    .checking(values -> {
                        if (values.has(VALUE) == values.has(RANDOM)) {
                            values.fault("a column has a value; allowed is either \"value\" or \"random\"");
                        }
                    }),
            "The columns.");
    static final Key<Long> SLICE = Key.longInteger("sliceRecordCount", "Rows for each channel.")
            .range(0, Long.MAX_VALUE)
            .defaultTo(1L);
    static final Key<Boolean> PRINT =
            Key.bool("print", "Whether rows are shown.").defaultTo(false);
    static final Key<String> DELIMITER =
            Key.string("fieldDelimiter", "What stands between fields.").defaultTo("\t");
    static final Key<Double> SHARE = Key.decimal("share", "A part of the rows.").range(0, 1);

    static final StepDefinition<ReaderOptions> DB_READER = new StepDefinition<>(
            Category.READER,
            "postgresql",
            "postgresqlreader",
            Definition.of(
                            "PostgreSQL reader",
                            values -> new ReaderOptions(
                                    READER_ENDPOINT.relations(values),
                                    values.get(COLUMN),
                                    values.find(WHERE),
                                    values.get(SPLIT_FACTOR)),
                            COLUMN,
                            WHERE,
                            Key.string("splitPk", "The column to split by."),
                            SPLIT_FACTOR,
                            FETCH_SIZE)
                    .startingWith(READER_ENDPOINT.keys())
                    .checking(READER_ENDPOINT::check));

    static final StepDefinition<WriterOptions> DB_WRITER = new StepDefinition<>(
            Category.WRITER,
            "postgresql",
            "postgresqlwriter",
            Definition.of(
                            "PostgreSQL writer",
                            values -> new WriterOptions(
                                    WRITER_ENDPOINT.relations(values),
                                    values.get(COLUMN),
                                    values.get(WRITE_MODE),
                                    values.get(PRE_SQL),
                                    values.get(PG_TYPE)),
                            COLUMN,
                            WRITE_MODE,
                            PRE_SQL,
                            Key.strings("postSql", "Statements to run after."),
                            Key.integer("batchSize", "Accepted.").range(1, Integer.MAX_VALUE),
                            PG_TYPE)
                    .startingWith(WRITER_ENDPOINT.keys())
                    .checking(WRITER_ENDPOINT::check)
                    .ignoring("batches are cut by bytes already", "batchByteSize"));

    static final StepDefinition<StreamOptions> STREAM_READER = new StepDefinition<>(
            Category.READER,
            "stream",
            "streamreader",
            Definition.of(
                    "Stream reader",
                    values -> new StreamOptions(values.find(STREAM_COLUMN).orElse(List.of()), values.get(SLICE)),
                    STREAM_COLUMN,
                    SLICE));

    static final StepDefinition<Boolean> STREAM_WRITER = new StepDefinition<>(
            Category.WRITER,
            "stream",
            "streamwriter",
            Definition.of("Stream writer", values -> values.get(PRINT), PRINT, DELIMITER, SHARE));

    static final List<StepDefinition<?>> ALL = List.of(DB_READER, DB_WRITER, STREAM_READER, STREAM_WRITER);

    static final JobParser PARSER = new JobParser(ALL);

    /** Half past two at night on a first of March, in a zone that is ahead of UTC, where it is still February. */
    static final Variables VARIABLES =
            Variables.of(Map.of(), Instant.parse("2024-02-29T18:30:15Z"), ZoneId.of("Asia/Shanghai"));

    private TestConnectors() {}

    static Variables given(Map<String, String> given) {
        return Variables.of(given, VARIABLES.time(), VARIABLES.zone());
    }

    enum WriteMode {
        INSERT("insert"),
        COPY("copy"),
        UPSERT("upsert");

        private final String spelling;

        WriteMode(String spelling) {
            this.spelling = spelling;
        }

        @Override
        public String toString() {
            return spelling;
        }
    }

    record ReaderOptions(Relations relations, List<String> columns, Optional<String> where, int splitFactor) {}

    record WriterOptions(
            Relations relations,
            List<String> columns,
            WriteMode mode,
            List<String> preSql,
            Map<String, String> pgType) {}

    record StreamColumn(Optional<String> value, Optional<String> random) {}

    record StreamOptions(List<StreamColumn> columns, long slice) {}
}
