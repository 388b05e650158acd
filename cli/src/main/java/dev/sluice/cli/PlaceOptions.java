package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Where a new data source is, who logs in, and what the driver is told. */
final class PlaceOptions {
    private static final int HIGHEST_PORT = 65_535;
    private static final int USUAL_PORT = 5432;

    /** A host with or without a port; an IPv6 address stands in brackets, as in a URL. */
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]\\s]+)(?::(\\d{1,5}))?");

    /** As a parameter, or in front of the host, where the driver takes it for a part of the host. */
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)password=(?!\\$\\{env:)|//[^/?]*@");

    @Option(names = "--host", paramLabel = "HOST", description = "The name or IP address of the server.")
    private Optional<String> host = Optional.empty();

    @Option(names = "--port", paramLabel = "PORT", description = "Its TCP port. Default: 5432.")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            split = ",",
            description = "Instead of --host and --port: several servers, tried in their order.")
    private List<String> addresses = new ArrayList<>();

    @Option(names = "--database", paramLabel = "NAME", description = "The database.")
    private Optional<String> database = Optional.empty();

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description =
                    "Instead of all these: jdbc:postgresql://HOST:PORT/DATABASE, with parameters of the driver. It is"
                            + " written as it is, so $${env:NAME} in it reads the environment.")
    private Optional<String> jdbcUrl = Optional.empty();

    @Option(names = "--username", paramLabel = "ROLE", description = "The role that logs in.")
    private Optional<String> username = Optional.empty();

    @Option(
            names = "--property",
            paramLabel = "name=value",
            description = "A setting for the driver, written as it is. May be repeated. A secret only as $${env:NAME}.")
    private List<String> properties = new ArrayList<>();

    /** Refuses what does not fit together, and secrets that other users of the machine could read. */
    void check() {
        if (jdbcUrl.isPresent()) {
            if (host.isPresent() || port.isPresent() || database.isPresent() || !addresses.isEmpty()) {
                throw invalid("--jdbc-url says the host and the database already", "Leave the other options out");
            }
            if (PASSWORD_IN_URL.matcher(jdbcUrl.get()).find()) {
                throw visible("a jdbcUrl");
            }
        } else {
            checkServers();
        }
        properties.forEach(PlaceOptions::checkProperty);
    }

    private void checkServers() {
        if (host.isPresent() != addresses.isEmpty() || (port.isPresent() && host.isEmpty())) {
            throw invalid(
                    "The address of the server is missing or said twice",
                    "Name it by --host and --port, or by --address, or by --jdbc-url");
        }
        requireStated("--database", database);
        requireStated("--username", username);
        servers().forEach(PlaceOptions::address);
    }

    private static void requireStated(String option, Optional<String> value) {
        if (value.filter(text -> !text.isBlank()).isEmpty()) {
            throw invalid(option + " is missing", "Add it");
        }
    }

    private List<String> servers() {
        return host.map(one -> List.of((one.contains(":") && !one.startsWith("[") ? "[" + one + "]" : one) + ":"
                        + port.orElse(USUAL_PORT)))
                .orElse(addresses);
    }

    private static Matcher address(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches() || port(address) < 1 || port(address) > HIGHEST_PORT) {
            throw invalid(
                    "\"" + text + "\" is no address",
                    "Write HOST:PORT, such as db1:5432 or [fd00::1]:5432, with a port from 1 to " + HIGHEST_PORT);
        }
        return address;
    }

    private static int port(Matcher address) {
        return address.group(2) == null ? USUAL_PORT : Integer.parseInt(address.group(2));
    }

    private static void checkProperty(String property) {
        int equals = property.indexOf('=');
        if (equals < 1) {
            throw invalid("--property wants name=value", "Write it as --property name=value");
        }
        boolean secret = property.substring(0, equals).toLowerCase(Locale.ROOT).contains("password");
        if (secret && !property.startsWith("${env:", equals + 1)) {
            throw visible("--property " + property.substring(0, equals));
        }
    }

    private static SyncException visible(String where) {
        return invalid(
                "A password in " + where + " is to be seen by everybody on this machine, as long as the command runs",
                "Leave it out to be asked for it, or use --password-stdin or --password-env");
    }

    private static SyncException invalid(String what, String cure) {
        return new SyncException(ErrorCode.COMMAND_INVALID, what, cure, null);
    }

    /** Writes the keys of the place and of who logs in. */
    void writePlace(JsonGenerator json) throws IOException {
        if (jdbcUrl.isPresent()) {
            json.writeStringField("jdbcUrl", jdbcUrl.get());
        } else {
            json.writeArrayFieldStart("address");
            for (String server : servers()) {
                Matcher address = address(server);
                json.writeStartObject();
                NewDataSource.writeLiteral(json, "host", address.group(1).replaceAll("[\\[\\]]", ""));
                json.writeNumberField("port", port(address));
                json.writeEndObject();
            }
            json.writeEndArray();
            NewDataSource.writeLiteral(json, "database", database.orElseThrow());
        }
        if (username.isPresent()) {
            NewDataSource.writeLiteral(json, "username", username.get());
        }
    }

    /** Writes what the driver is told. */
    void writeProperties(JsonGenerator json) throws IOException {
        if (properties.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("properties");
        for (String property : properties) {
            int equals = property.indexOf('=');
            json.writeStringField(property.substring(0, equals), property.substring(equals + 1));
        }
        json.writeEndObject();
    }
}
