package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.ErrorCode;
import dev.sluice.SyncException;
import dev.sluice.job.SslMode;
import dev.sluice.job.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the connection of a new data source is protected. Paths are relative to the current folder. */
final class TlsOptions {
    @Option(
            names = "--truststore",
            paramLabel = "FILE",
            description = "The certificates to trust: .pem, .crt, .der or .p7b.")
    private Optional<Path> truststore = Optional.empty();

    @Option(names = "--keystore", paramLabel = "FILE", description = "The client certificate.")
    private Optional<Path> keystore = Optional.empty();

    @Option(names = "--key-file", paramLabel = "FILE", description = "Its private key, encrypted or not.")
    private Optional<Path> keyFile = Optional.empty();

    @Option(
            names = "--ssl-mode",
            paramLabel = "MODE",
            converter = ModeConverter.class,
            description = "disable, allow, prefer, require, verify-ca or verify-full. Default: verify-ca with"
                    + " --truststore, require with --keystore, else none.")
    private Optional<SslMode> sslMode = Optional.empty();

    /** Knows the spelling of PostgreSQL and no other. */
    static final class ModeConverter implements ITypeConverter<SslMode> {
        @Override
        public SslMode convert(String value) {
            List<SslMode> modes = List.of(SslMode.values());
            return modes.stream()
                    .filter(mode -> mode.toString().equals(value))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("expected one of " + modes + " but was '" + value + "'"));
        }
    }

    boolean hasKey() {
        return keyFile.isPresent();
    }

    /** Refuses half of a client certificate. */
    void check() {
        if (keystore.isPresent() != keyFile.isPresent()) {
            throw new SyncException(
                    ErrorCode.COMMAND_INVALID,
                    "A client certificate and its private key go together, and --"
                            + (keystore.isPresent() ? "key-file" : "keystore") + " is missing",
                    "Add it, or leave both out",
                    null);
        }
    }

    void write(Workspace workspace, JsonGenerator json) throws IOException {
        writeFile("truststoreFile", truststore, workspace, json);
        writeFile("keystoreFile", keystore, workspace, json);
        writeFile("keyFile", keyFile, workspace, json);
        if (sslMode.isPresent()) {
            json.writeStringField("sslMode", sslMode.get().toString());
        }
    }

    /** A file of the workspace moves with it; any other stays where it is. */
    private static void writeFile(String key, Optional<Path> file, Workspace workspace, JsonGenerator json)
            throws IOException {
        if (file.isEmpty()) {
            return;
        }
        Path absolute = file.get().toAbsolutePath().normalize();
        Path home = workspace.folder().toAbsolutePath().normalize();
        Path from = workspace.dataSources().toAbsolutePath().normalize();
        Path written = absolute.startsWith(home) ? from.relativize(absolute) : absolute;
        NewDataSource.writeLiteral(json, key, written.toString());
    }
}
