package dev.sluice.postgresql;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A block of a PEM file: see RFC 7468, and RFC 1421 for the headers.
 *
 * @param label what the block says that it is, such as {@code CERTIFICATE}
 * @param hasHeaders whether there are headers, which only blocks have that OpenSSL encrypted in its own old way
 * @param der the content; empty where it is damaged or was encrypted in that way
 */
record Pem(String label, boolean hasHeaders, Optional<byte[]> der) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([^-\\r\\n]+)-----((?:\\s*[\\w-]+:[^\\r\\n]*)*)([^-]*)-----END \\1-----");

    /** Returns the blocks of a file in their order; none if it is no PEM file. Whatever stands between them is skipped. */
    static List<Pem> blocks(byte[] file) {
        return BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1))
                .results()
                .map(Pem::of)
                .toList();
    }

    private static Pem of(MatchResult block) {
        boolean hasHeaders = !block.group(2).isBlank();
        return new Pem(block.group(1), hasHeaders, hasHeaders ? Optional.empty() : decoded(block.group(3)));
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
