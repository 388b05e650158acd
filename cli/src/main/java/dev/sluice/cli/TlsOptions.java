package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.job.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

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
            description = "disable, allow, prefer, require, verify-ca or verify-full. Default: verify-ca with"
                    + " --truststore, require with --keystore, else none.")
    private Optional<String> sslMode = Optional.empty();

    boolean hasKey() {
        return keyFile.isPresent();
    }

    void write(Workspace workspace, JsonGenerator json) throws IOException {
        writeFile("truststoreFile", truststore, workspace, json);
        writeFile("keystoreFile", keystore, workspace, json);
        writeFile("keyFile", keyFile, workspace, json);
        if (sslMode.isPresent()) {
            json.writeStringField("sslMode", sslMode.get());
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
        json.writeStringField(key, written.toString());
    }
}
