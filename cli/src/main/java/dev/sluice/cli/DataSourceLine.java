package dev.sluice.cli;

import dev.sluice.job.DataSource;
import dev.sluice.job.Location;
import dev.sluice.job.Secret;
import dev.sluice.job.SslMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A data source in a list, without a secret.
 *
 * @param cells a text for each of {@link #HEAD}
 */
record DataSourceLine(List<String> cells) {
    static final List<String> HEAD = List.of("NAME", "TYPE", "ADDRESS", "DATABASE", "USER", "TLS", "SECRET");

    DataSourceLine {
        cells = List.copyOf(cells);
    }

    static DataSourceLine of(DataSource source) {
        return new DataSourceLine(List.of(
                source.name(),
                source.type(),
                address(source.location()),
                source.location() instanceof Location.Servers servers ? servers.database() : "-",
                source.login().username().orElse("-"),
                tls(source),
                secrets(source)));
    }

    private static String address(Location location) {
        return location instanceof Location.JdbcUrls urls
                ? String.join(",", urls.withoutParameters())
                : ((Location.Servers) location)
                        .addresses().stream().map(DataSourceLine::address).collect(Collectors.joining(","));
    }

    private static String address(Location.Address address) {
        String host = address.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.port();
    }

    private static String tls(DataSource source) {
        String mode = source.tls().effectiveMode().map(SslMode::toString).orElse("-");
        return source.tls().keystoreFile().isPresent() ? mode + ", client certificate" : mode;
    }

    private static String secrets(DataSource source) {
        Stream<Secret> properties = source.properties().entrySet().stream()
                .filter(DataSourceLine::isPassword)
                .map(Map.Entry::getValue);
        Stream<Secret> keys = Stream.of(source.login().password(), source.tls().clientPassword())
                .flatMap(Optional::stream);
        Stream<Secret.Kept> inUrl = source.location() instanceof Location.JdbcUrls urls && urls.holdsPassword()
                ? Stream.of(Secret.Kept.PLAIN)
                : Stream.empty();
        String kept = Stream.concat(Stream.concat(keys, properties).map(Secret::kept), inUrl)
                .distinct()
                .sorted()
                .map(Secret.Kept::label)
                .collect(Collectors.joining(", "));
        return kept.isEmpty() ? "none" : kept;
    }

    private static boolean isPassword(Map.Entry<String, Secret> property) {
        return property.getKey().toLowerCase(Locale.ROOT).contains("password");
    }
}
