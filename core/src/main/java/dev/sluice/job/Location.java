package dev.sluice.job;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Where a database is. Several places are tried in their order. */
public sealed interface Location {
    /**
     * Hosts and the database on them.
     *
     * @param addresses at least one
     * @param database the database's name
     */
    record Servers(List<Address> addresses, String database) implements Location {
        /** Copies the list and checks that it is not empty. */
        public Servers {
            addresses = List.copyOf(addresses);
            Objects.requireNonNull(database);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("a data source needs an address");
            }
        }
    }

    /**
     * JDBC addresses.
     *
     * @param jdbcUrls at least one, each beginning with {@code jdbc:}
     */
    record JdbcUrls(List<String> jdbcUrls) implements Location {
        /** What is wrong with an address of which {@link #haveUser} speaks. */
        static final String USER_FAULT =
                "no user stands in front of the host; allowed is jdbc:postgresql://HOST:PORT/DATABASE, with"
                        + " \"username\" and \"password\" as keys of their own";

        private static final Pattern PASSWORD = Pattern.compile("(?i)(password=)[^&]*");
        private static final Pattern USER_INFO = Pattern.compile("^[^?]*//[^?]*@");

        /** Copies the list and checks that it is not empty. */
        public JdbcUrls {
            jdbcUrls = List.copyOf(jdbcUrls);
            if (jdbcUrls.isEmpty()) {
                throw new IllegalArgumentException("a data source needs an address");
            }
        }

        /** Returns the addresses up to their parameters. */
        public List<String> withoutParameters() {
            return jdbcUrls.stream().map(url -> url.replaceFirst("\\?.*", "")).toList();
        }

        /** Returns whether a parameter of one of them is a password. */
        public boolean holdsPassword() {
            return jdbcUrls.stream().anyMatch(url -> PASSWORD.matcher(url).find());
        }

        /**
         * Returns whether one has a user in front of the host, which the driver would take for a part of the host and show
         * in its errors. Passwords hold anything, so every {@code @} before the parameters counts.
         */
        static boolean haveUser(List<String> urls) {
            return urls.stream().anyMatch(url -> USER_INFO.matcher(url).find());
        }

        /** Shows the addresses without the passwords that they may hold. */
        @Override
        public String toString() {
            return "JdbcUrls"
                    + jdbcUrls.stream()
                            .map(url -> PASSWORD.matcher(url).replaceAll("$1***"))
                            .toList();
        }
    }

    /**
     * One host.
     *
     * @param host a name or an IP address
     * @param port the TCP port
     */
    record Address(String host, int port) {
        /** Checks the port. */
        public Address {
            Objects.requireNonNull(host);
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
            }
        }
    }
}
