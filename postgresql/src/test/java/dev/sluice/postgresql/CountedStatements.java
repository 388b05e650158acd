package dev.sluice.postgresql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** A session that counts what it asks. */
final class CountedStatements {
    private final PgSession session;
    private int count;

    /** The caller closes the connection. */
    CountedStatements(Connection connection, Side side) throws SQLException {
        Connection counting = (Connection) Proxy.newProxyInstance(
                CountedStatements.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> {
                    if (method.getName().endsWith("Statement")) {
                        count++;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        session = new PgSession(counting, side);
    }

    PgSession session() {
        return session;
    }

    /** Returns how many statements something takes. */
    int of(Runnable asking) {
        int before = count;
        asking.run();
        return count - before;
    }
}
