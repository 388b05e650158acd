package dev.sluice.postgresql;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What to write into a server's pg_hba.conf (PostgreSQL documentation, chapter "The pg_hba.conf File"). */
final class HbaLine {
    private static final String GENERAL = "The server's pg_hba.conf has no line that lets this user in from here, to"
            + " this database, and in this way: lines \"hostssl\" are for TLS only (set \"truststoreFile\" or"
            + " \"sslMode\"), lines \"hostnossl\" for connections without it (\"sslMode\": \"disable\")";

    /** As the server says it where its messages are English; elsewhere the general advice has to do. */
    private static final Pattern CLIENT =
            Pattern.compile("for host \"([0-9a-fA-F.:]+)[^\"]*\", user \"([^\"]+)\", database \"([^\"]+)\"");

    private static final Pattern BARE = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Set<String> KEYWORDS = Set.of("all", "sameuser", "samerole", "samegroup", "replication");

    private HbaLine() {}

    /** Returns the next step for one whom the server's message tells that there is no line for him. */
    static String cure(String message) {
        Matcher client = CLIENT.matcher(message);
        if (!client.find()) {
            return GENERAL;
        }
        String address = client.group(1);
        String line = String.join(
                "  ",
                "host",
                name(client.group(3)),
                name(client.group(2)),
                address + (address.contains(":") ? "/128" : "/32"),
                "scram-sha-256");
        return GENERAL + "\nIf it should let you in, add this line above those that refuse, and reload it with"
                + " SELECT pg_reload_conf():\n    " + line;
    }

    private static String name(String name) {
        return BARE.matcher(name).matches() && !KEYWORDS.contains(name) ? name : Quoting.identifier(name);
    }
}
