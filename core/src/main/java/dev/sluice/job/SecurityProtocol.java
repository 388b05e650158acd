package dev.sluice.job;

/** Whether a data source wants TLS. */
public enum SecurityProtocol {
    /** A plain connection. */
    NONE("AuthTypeNone"),
    /** TLS. */
    SSL("AuthTypeSsl");

    private final String spelling;

    SecurityProtocol(String spelling) {
        this.spelling = spelling;
    }

    /** Returns the spelling in data source files. */
    @Override
    public String toString() {
        return spelling;
    }
}
