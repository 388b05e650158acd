package dev.sluice.row;

/**
 * What decides the meaning of values whose binary form is not the same on every PostgreSQL server.
 *
 * @param version the major version, such as 16
 * @param moneyPlaces how many decimal places money has there, which its lc_monetary decides
 */
public record Dialect(int version, int moneyPlaces) {
    /** The first version with infinite intervals; to older ones their binary form is an interval of many years. */
    private static final int INFINITE_INTERVALS = 17;

    /** Returns whether this server takes every value of the type as {@code from} means it, in binary form. */
    public boolean understands(ColumnType type, Dialect from) {
        return !PgTypes.isInterval(type) || version >= INFINITE_INTERVALS || from.version < INFINITE_INTERVALS;
    }

    /** Returns whether an amount of money is the same amount here, in whatever form it travels. */
    public boolean countsMoneyLike(Dialect from) {
        return moneyPlaces == from.moneyPlaces;
    }
}
