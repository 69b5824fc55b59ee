package io.hongyan.cli.option;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.transport.TransportException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import javax.net.ssl.SSLException;

/// The failure that a connection attempt which came to nothing stands for.
public final class ConnectFailure {
    private ConnectFailure() {}

    /// @param fault of the network
    /// @param target the server's address for people
    public static Failure of(Throwable fault, String target) {
        Throwable cause = fault;
        boolean tls = false;
        boolean network = false;
        TransportException unusable = null;
        for (Throwable next = fault; next != null; next = next.getCause()) {
            cause = next;
            tls |= next instanceof SSLException;
            network |= next instanceof IOException && !(next instanceof FileSystemException);
            unusable = next instanceof TransportException refusal ? refusal : unusable;
        }
        if (unusable != null
                && !network
                && !String.valueOf(unusable.getMessage()).startsWith("cannot connect")) {
            return Failure.usage(String.valueOf(unusable.getMessage())); // a file of --cafile, --cert or --key
        }
        String advice = tls ? "; check --cafile, --cert and --key" : "; check -h and -p, and that the server runs";
        return new Failure(
                tls ? Exit.TLS : Exit.UNREACHABLE, "cannot connect to " + target + ": " + why(cause) + advice);
    }

    private static String why(Throwable cause) {
        if (cause instanceof UnknownHostException) {
            return "there is no such host";
        }
        if (cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused")) {
            return "connection refused";
        }
        return cause.getMessage() == null ? "the connection failed" : cause.getMessage();
    }
}
