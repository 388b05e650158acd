package dev.sluice.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A copy of a running server's data directory, made ready to follow that server. pg_basebackup is not among the
 * binaries, so this does what it does (PostgreSQL documentation, "Making a Base Backup Using the Low Level API").
 */
record StandbyCopy(TestingPostgres primary, ServerDirectory target) {
    // Of this process, these slots and this memory the standby has its own.
    private static final Set<String> LEFT_OUT =
            Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "pg_replslot", "pg_dynshmem");

    void make(List<String> parameters) throws IOException, SQLException {
        String slot = "standby_" + target.port();
        try (Connection connection = primary.connect();
                Statement statement = connection.createStatement()) {
            boolean renamed = primary.version() >= 15;
            statement.execute("select pg_create_physical_replication_slot('" + slot + "', true)");
            statement.execute(
                    renamed
                            ? "select pg_backup_start('standby', true)"
                            : "select pg_start_backup('standby', true, false)");
            FileTree.copy(primary.dataDirectory(), target.data(), LEFT_OUT);
            String stop = renamed ? "pg_backup_stop(false)" : "pg_stop_backup(false, false)";
            try (ResultSet label = statement.executeQuery("select labelfile from " + stop)) {
                label.next();
                Files.writeString(target.data().resolve("backup_label"), label.getString(1));
            }
        }
        follow(slot, parameters);
    }

    private void follow(String slot, List<String> parameters) throws IOException {
        List<String> following = List.of(
                "primary_conninfo = 'host=%s port=%s user=%s password=%s dbname=postgres'"
                        .formatted(
                                primary.host(), Integer.toString(primary.port()), primary.user(), primary.password()),
                "primary_slot_name = '" + slot + "'");
        List<String> settings = new ArrayList<>(parameters);
        if (primary.version() < 12) {
            // Before 12 these are no parameters but live in a file of their own, which also makes the standby one.
            List<String> recovery = new ArrayList<>(following);
            recovery.add("standby_mode = on");
            recovery.add("recovery_target_timeline = 'latest'");
            Files.write(target.data().resolve("recovery.conf"), recovery);
        } else {
            settings.addAll(following);
            Files.createFile(target.data().resolve("standby.signal"));
        }
        Files.write(target.data().resolve("postgresql.auto.conf"), settings, StandardOpenOption.APPEND);
    }
}
