package dev.sluice.job;

/** How much of the server's certificate is checked; the words of PostgreSQL's documentation, chapter "SSL Support" of libpq. */
public enum SslMode {
    /** Never TLS. */
    DISABLE("disable"),
    /** TLS only if the server insists. */
    ALLOW("allow"),
    /** TLS if the server can. */
    PREFER("prefer"),
    /** TLS, with any certificate. */
    REQUIRE("require"),
    /** TLS, with a certificate signed by a trusted authority. */
    VERIFY_CA("verify-ca"),
    /** TLS, with a certificate signed by a trusted authority for the host that was asked for. */
    VERIFY_FULL("verify-full");

    private final String spelling;

    SslMode(String spelling) {
        this.spelling = spelling;
    }

    /** Returns the spelling in data source files and in PostgreSQL. */
    @Override
    public String toString() {
        return spelling;
    }
}
