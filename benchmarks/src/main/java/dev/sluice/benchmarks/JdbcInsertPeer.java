package dev.sluice.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;

/** The usual way of tools that turn every value into an object: a cursor on one side, batches of inserts on the other. */
public final class JdbcInsertPeer {
    private static final int BATCH = 1024;

    private JdbcInsertPeer() {}

    /** Arguments: the JDBC URLs of source and destination, and the table. */
    public static void main(String[] arguments) throws SQLException {
        try (Connection source = DriverManager.getConnection(arguments[0]);
                Connection destination = DriverManager.getConnection(arguments[1] + "&reWriteBatchedInserts=true")) {
            source.setAutoCommit(false);
            destination.setAutoCommit(false);
            copy(source, destination, arguments[2]);
        }
    }

    private static void copy(Connection source, Connection destination, String table) throws SQLException {
        try (Statement select = source.createStatement()) {
            select.setFetchSize(BATCH);
            try (ResultSet rows = select.executeQuery("SELECT * FROM " + table)) {
                int columns = rows.getMetaData().getColumnCount();
                String places = String.join(", ", Collections.nCopies(columns, "?"));
                try (PreparedStatement insert =
                        destination.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")")) {
                    insert(rows, columns, insert);
                }
                destination.commit();
            }
        }
    }

    private static void insert(ResultSet rows, int columns, PreparedStatement insert) throws SQLException {
        int pending = 0;
        while (rows.next()) {
            for (int i = 1; i <= columns; i++) {
                insert.setObject(i, rows.getObject(i));
            }
            insert.addBatch();
            if (++pending == BATCH) {
                insert.executeBatch();
                insert.getConnection().commit();
                pending = 0;
            }
        }
        insert.executeBatch();
    }
}
