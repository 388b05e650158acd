package dev.sluice.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keys with which a step says which database and which tables it means, in every spelling that job files use: {@code datasource} and
 * {@code table}; {@code connection[{datasource, table[]}]}; {@code username}, {@code password}, {@code connection[{jdbcUrl, table[]}]}.
 *
 * <p>A connector puts {@link #keys()} in front of its own keys, {@link #check} among its checks, and calls {@link #relations} when it makes
 * its options. Immutable.
 */
public final class EndpointKeys {
    private final Category category;
    private final String connector;
    private final Key<String> dataSource =
            Key.string("datasource", "The name of the data source.").emptyIsAbsent();
    private final Key<String> username = Key.string(
                    "username", "The user name, where the step has a `connection` with `jdbcUrl`.")
            .emptyIsAbsent();
    private final Key<String> password = Key.string("password", "The password that goes with `username`.")
            .emptyIsAbsent()
            .secret();
    private final Key<List<String>> table =
            Key.strings("table", "The table, with or without its schema; or a list of tables of one form.");
    private final Key<List<String>> query = Key.strings(
            "querySql",
            "A SELECT statement to read instead of a table; the keys that choose rows of a table have no effect then.");
    private final Key<List<String>> jdbcUrl = Key.strings(
                    "jdbcUrl", "The JDBC address; several are tried in their order.")
            .secret();
    private final Key<List<Connection>> connection;

    private EndpointKeys(Category category, String connector) {
        this.category = category;
        this.connector = connector;
        Definition<Connection> definition = category == Category.READER
                ? Definition.of("Connection", this::connection, dataSource, jdbcUrl, table, query)
                : Definition.of("Connection", this::connection, dataSource, jdbcUrl, table)
                        .refusing("a writer writes tables, not queries", "querySql");
        this.connection = Key.objects(
                "connection",
                definition.checking(this::checkConnection),
                "The database and its tables, in the form of classic files. One entry.");
    }

    /** Returns the keys of a reader, {@code querySql} among them; {@code connector} is the type of the data sources it can use. */
    public static EndpointKeys reader(String connector) {
        return new EndpointKeys(Category.READER, connector);
    }

    /** Returns the keys of a writer; {@code connector} is the type of the data sources it can use. */
    public static EndpointKeys writer(String connector) {
        return new EndpointKeys(Category.WRITER, connector);
    }

    /** Returns the keys, for {@link Definition#startingWith}. */
    public List<Key<?>> keys() {
        List<Key<?>> keys = new ArrayList<>(List.of(dataSource, table, connection, username, password));
        if (category == Category.READER) {
            keys.add(2, query);
        }
        return keys;
    }

    /** Reports what is missing or said twice, for {@link Definition#checking}. */
    public void check(Values values) {
        checkEndpoint(values);
        checkRelations(values);
    }

    /** Returns the database and tables that a step means; for values that {@link #check} found no fault in. */
    public Relations relations(Values values) {
        List<Connection> connections = values.find(connection).orElse(List.of());
        return new Relations(endpoint(values, connections), tables(values, connections), queries(values, connections));
    }

    private void checkEndpoint(Values values) {
        List<Connection> connections = values.find(connection).orElse(List.of());
        if (isUnreadable(values, connection)) {
            return;
        }
        boolean inside = connections.stream().anyMatch(Connection::namesDatabase);
        if (!values.has(dataSource) && !inside) {
            values.fault("no database is named; allowed is \"datasource\", or \"connection\" with \"jdbcUrl\"");
        } else if (values.has(dataSource) && inside) {
            values.fault(connection, "the database is named twice; allowed is either \"datasource\" or \"connection\"");
        }
        long databases = connections.stream()
                .filter(Connection::namesDatabase)
                .map(Connection::withoutRelations)
                .distinct()
                .count();
        if (databases > 1) {
            values.fault(connection, "several databases are named; allowed is one in a job: make a job for each");
        }
        if (values.find(password).filter(SealedText::isMeant).isPresent()) {
            values.fault(
                    password,
                    "a sealed secret belongs to a data source file; allowed is \"datasource\" with the name of such a file");
        }
        if (values.has(dataSource) && (values.has(username) || values.has(password))) {
            values.note(dataSource, "username and password have no effect, since the data source has its own");
        }
    }

    private void checkConnection(Values values) {
        if (values.has(dataSource) && values.has(jdbcUrl)) {
            values.fault("the database is named twice; allowed is either \"datasource\" or \"jdbcUrl\"");
        }
        if (!values.find(jdbcUrl).orElse(List.of()).stream()
                .allMatch(url -> url.startsWith("jdbc:" + connector + ":"))) {
            values.fault(
                    jdbcUrl,
                    "this is no address of " + connector + "; allowed is jdbc:" + connector + "://HOST:PORT/DATABASE");
        }
        if (Location.JdbcUrls.haveUser(values.find(jdbcUrl).orElse(List.of()))) {
            values.fault(jdbcUrl, Location.JdbcUrls.USER_FAULT);
        }
    }

    private void checkRelations(Values values) {
        boolean reads = category == Category.READER;
        if (isUnreadable(values, connection) || isUnreadable(values, table) || (reads && isUnreadable(values, query))) {
            return;
        }
        List<Connection> connections = values.find(connection).orElse(List.of());
        if (tables(values, connections).isEmpty()
                && queries(values, connections).isEmpty()) {
            values.fault(
                    reads
                            ? "nothing to read is named; allowed is \"table\" or \"querySql\""
                            : "no table to write is named; allowed is \"table\"");
        }
    }

    private static boolean isUnreadable(Values values, Key<?> key) {
        return values.has(key) && values.find(key).isEmpty();
    }

    private List<String> tables(Values values, List<Connection> connections) {
        return Stream.concat(
                        values.find(table).orElse(List.of()).stream(),
                        connections.stream().flatMap(one -> one.tables().stream()))
                .toList();
    }

    private List<String> queries(Values values, List<Connection> connections) {
        if (category == Category.WRITER) {
            return List.of();
        }
        return Stream.concat(
                        values.find(query).orElse(List.of()).stream(),
                        connections.stream().flatMap(one -> one.queries().stream()))
                .filter(text -> !text.isBlank())
                .toList();
    }

    private Endpoint endpoint(Values values, List<Connection> connections) {
        Optional<String> name = values.find(dataSource)
                .or(() -> connections.stream()
                        .flatMap(one -> one.dataSource().stream())
                        .findFirst());
        if (name.isPresent()) {
            return new Endpoint.Named(name.get());
        }
        return new Endpoint.Inline(new DataSource(
                "the job's own connection (" + category + ")",
                connector,
                new Location.JdbcUrls(connections.get(0).jdbcUrls()),
                new Login(values.find(username), values.find(password).map(Secret::new)),
                Map.of(),
                Tls.UNSTATED,
                About.NOTHING));
    }

    private Connection connection(Values values) {
        return new Connection(
                values.find(dataSource),
                values.find(jdbcUrl).orElse(List.of()),
                values.find(table).orElse(List.of()),
                category == Category.READER ? values.find(query).orElse(List.of()) : List.of());
    }

    private record Connection(
            Optional<String> dataSource, List<String> jdbcUrls, List<String> tables, List<String> queries) {
        private boolean namesDatabase() {
            return dataSource.isPresent() || !jdbcUrls.isEmpty();
        }

        private Connection withoutRelations() {
            return new Connection(dataSource, jdbcUrls, List.of(), List.of());
        }
    }
}
