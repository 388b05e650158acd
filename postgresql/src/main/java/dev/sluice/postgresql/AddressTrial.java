package dev.sluice.postgresql;

import dev.sluice.SyncException;
import dev.sluice.connector.ConnectionTest.Attempt;
import dev.sluice.connector.ConnectionTest.Stage;
import dev.sluice.connector.ConnectionTest.Step;
import dev.sluice.connector.ConnectionTest.Verdict;
import dev.sluice.job.Location;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Tries to connect to one address, step by step. Used once, by one thread. */
final class AddressTrial {
    private static final int OLDEST = 10;

    /** Modes that do not ask for TLS, or go on without. */
    private static final Set<String> TLS_IS_OPEN = Set.of("disable", "allow", "prefer");

    private final PgServer server;
    private final Patience patience;
    private final List<Step> steps = new ArrayList<>();

    /** {@code server} has one address. */
    AddressTrial(PgServer server, Patience patience) {
        this.server = server;
        this.patience = patience;
    }

    Attempt attempt() {
        Verdict verdict = verdict();
        for (Stage stage : Stage.values()) {
            if (steps.stream().noneMatch(step -> step.stage() == stage)) {
                steps.add(Step.skipped(stage, ""));
            }
        }
        steps.sort(Comparator.comparing(Step::stage));
        return new Attempt(server.place(), verdict, steps);
    }

    private Verdict verdict() {
        Optional<Location.Address> address = server.firstAddress();
        if (address.isEmpty()) {
            return failed(
                    Stage.RESOLVE,
                    Verdict.CONFIG_ERROR,
                    "the jdbcUrl names no host and port that can be understood",
                    "Write it as jdbc:postgresql://HOST:PORT/DATABASE, with \"username\" and \"password\" apart");
        }
        List<InetAddress> found = resolve(address.get().host());
        return !found.isEmpty() && connects(found, address.get().port()) ? logIn() : Verdict.UNREACHABLE;
    }

    private List<InetAddress> resolve(String host) {
        try {
            List<InetAddress> found = List.of(patience.await(() -> InetAddress.getAllByName(host)));
            String addresses =
                    found.stream().map(InetAddress::getHostAddress).distinct().collect(Collectors.joining(", "));
            steps.add(Step.ok(Stage.RESOLVE, host.equals(addresses) ? host : host + " is " + addresses));
            return found;
        } catch (ExecutionException e) {
            String why = e.getCause() instanceof UnknownHostException
                    ? "nobody knows a host " + host
                    : String.valueOf(Objects.requireNonNull(e.getCause()).getMessage());
            steps.add(Step.failed(
                    Stage.RESOLVE, why, "Check the spelling of \"host\", and the name service of this machine"));
        } catch (TimeoutException e) {
            steps.add(Step.failed(
                    Stage.RESOLVE,
                    "the name service did not answer within " + patience.limit(),
                    "Check the network and the name service of this machine"));
        }
        return List.of();
    }

    private boolean connects(List<InetAddress> found, int port) {
        IOException last = new IOException("no address");
        for (int i = 0; i < found.size(); i++) {
            InetSocketAddress address = new InetSocketAddress(found.get(i), port);
            try (Socket socket = new Socket()) {
                long share = patience.left().toMillis() / (found.size() - i);
                socket.connect(address, (int) Math.max(1, Math.min(share, Integer.MAX_VALUE)));
                steps.add(Step.ok(Stage.CONNECT, shown(address) + " answers"));
                return true;
            } catch (IOException e) {
                last = e;
            }
        }
        boolean silent = last instanceof SocketTimeoutException;
        steps.add(Step.failed(
                Stage.CONNECT,
                "port " + port + ": " + (silent ? "no answer within " + patience.limit() : last.getMessage()),
                silent
                        ? "A firewall between here and there may drop it; else check \"host\" and that the server is up"
                        : "Check \"port\", that PostgreSQL runs there, and that it listens for others than its own"
                                + " machine (listen_addresses)"));
        return false;
    }

    private static String shown(InetSocketAddress address) {
        String ip = address.getAddress().getHostAddress();
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + address.getPort();
    }

    private Verdict logIn() {
        try {
            return welcome(patience.await(() -> Welcome.to(server)));
        } catch (TimeoutException e) {
            return failed(
                    Stage.AUTHENTICATE,
                    Verdict.UNREACHABLE,
                    "no answer within " + patience.limit(),
                    "Either it is no PostgreSQL that listens there, or it hangs: look at the server");
        } catch (ExecutionException e) {
            return refused(Objects.requireNonNull(e.getCause()));
        }
    }

    private Verdict refused(Throwable why) {
        if (why instanceof SQLException refusal) {
            return refused(ConnectFailure.of(refusal, Side.SOURCE, server));
        }
        if (why instanceof SyncException failure) {
            return failed(
                    Stage.AUTHENTICATE,
                    Verdict.CONFIG_ERROR,
                    String.valueOf(failure.getMessage()),
                    failure.hint().orElse("Correct the data source"));
        }
        throw new IllegalStateException(why);
    }

    private Verdict refused(ConnectFailure failure) {
        if (failure.isOfAnotherKind()) {
            return failed(
                    Stage.AUTHENTICATE,
                    Verdict.UNSUPPORTED,
                    "what listens there does not speak PostgreSQL's protocol",
                    "Check \"port\": another program has this one");
        }
        Stage stage = failure.stage() == Stage.TLS || isBeforeTls(failure) ? Stage.TLS : Stage.AUTHENTICATE;
        if (stage == Stage.AUTHENTICATE) {
            steps.add(tlsBeforeRefusal());
        }
        Verdict verdict = switch (failure.code()) {
            case UNREACHABLE, CONNECTION_LOST -> Verdict.UNREACHABLE;
            default -> Verdict.CONFIG_ERROR;
        };
        String cure = failure.cure();
        return failed(stage, verdict, failure.why(), cure == null ? "Look into the server's log" : cure);
    }

    /** Who asks for TLS and hears nothing of PostgreSQL has come no further than to ask. */
    private boolean isBeforeTls(ConnectFailure failure) {
        return failure.stage() == Stage.CONNECT
                && PgErrors.state(failure.cause()).startsWith("08")
                && !TLS_IS_OPEN.contains(server.sslMode());
    }

    private Step tlsBeforeRefusal() {
        String mode = server.sslMode();
        return switch (mode) {
            case "disable" -> Step.skipped(Stage.TLS, "not asked for");
            case "allow", "prefer" -> Step.skipped(Stage.TLS, "nobody can tell: sslMode " + mode + " takes either");
            default -> Step.ok(Stage.TLS, "sslMode " + mode);
        };
    }

    private Verdict welcome(Welcome welcome) {
        steps.add(welcome.tls()
                .map(tls -> Step.ok(Stage.TLS, tls + ", sslMode " + server.sslMode()))
                .orElseGet(() -> Step.skipped(Stage.TLS, "not used, sslMode " + server.sslMode())));
        steps.add(Step.ok(Stage.AUTHENTICATE, welcome.who()));
        if (welcome.major() < OLDEST || !welcome.isPostgres()) {
            return failed(
                    Stage.VERSION,
                    Verdict.UNSUPPORTED,
                    welcome.product(),
                    "Sluice reads and writes PostgreSQL from version " + OLDEST + " on");
        }
        steps.add(Step.ok(Stage.VERSION, welcome.product()));
        return Verdict.CONNECTABLE;
    }

    private Verdict failed(Stage stage, Verdict verdict, String why, String cure) {
        steps.add(Step.failed(stage, why, cure));
        return verdict;
    }
}
