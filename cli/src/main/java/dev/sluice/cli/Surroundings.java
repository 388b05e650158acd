package dev.sluice.cli;

import dev.sluice.Time;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a command has around it.
 *
 * @param input what the command is given besides its arguments
 * @param out where results go
 * @param rows where the rows of jobs go that print them, the same place as {@code out}
 * @param err where everything else goes
 * @param columns the width of the terminal that {@code err} is, empty when it is none
 * @param time the clock
 * @param zone the zone in which dates are counted and times are shown
 */
record Surroundings(
        Input input, PrintWriter out, OutputStream rows, PrintWriter err, OptionalInt columns, Time time, ZoneId zone) {
    /** Returns those of this process. The start script looks at the terminal, which Java cannot. */
    static Surroundings ofProcess() {
        int columns = Integer.getInteger("sluice.columns", 0);
        return new Surroundings(
                new Input(System.getenv(), new ProcessAnswers()),
                printer(System.out),
                new FileOutputStream(FileDescriptor.out),
                printer(System.err),
                columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty(),
                Time.system(),
                ZoneId.systemDefault());
    }

    Map<String, String> environment() {
        return input.environment();
    }

    Answers answers() {
        return input.answers();
    }

    /** Returns others that tell among their results what there is to tell besides, in whole lines. */
    Surroundings tellingAllInOnePlace() {
        return new Surroundings(input, out, rows, out, OptionalInt.empty(), time, zone);
    }

    /** Returns the connectors. */
    Connectors connectors() {
        return Connectors.printingTo(rows);
    }

    private static PrintWriter printer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
