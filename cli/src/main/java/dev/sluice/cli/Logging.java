package dev.sluice.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** How much is logged. */
final class Logging {
    /** The driver logs what it throws as well; held here because the JDK forgets the level of a logger nobody holds. */
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    private Logging() {}

    /** Logs nothing but warnings. */
    static void quiet() {
        DRIVER.setLevel(java.util.logging.Level.OFF);
    }

    /** Logs what Sluice does in detail, and what the libraries find worth knowing. */
    static void verbose() {
        DRIVER.setLevel(java.util.logging.Level.INFO);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.getLogger("dev.sluice").setLevel(Level.DEBUG);
    }
}
