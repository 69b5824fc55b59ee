package io.hongyan.cli.option;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.TlsAlert;
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
        int code = tls ? Exit.TLS : Exit.UNREACHABLE;
        String head = "cannot connect to " + target + ": ";
        String alert = TlsAlert.meaning(fault);
        if (alert != null) {
            return new Failure(code, head + alert + "; check --cert and --key");
        }
        String told = unusable == null ? "" : told(unusable);
        if (told.startsWith("the server ")) {
            return new Failure(code, head + withAdvice(told, tls));
        }
        String advice = tls ? "; check --cafile, --cert and --key" : "; check -h and -p, and that the server runs";
        return new Failure(code, head + why(cause) + advice);
    }

    /// What the transport says about the peer.
    private static String told(TransportException fault) {
        String message = String.valueOf(fault.getMessage());
        int colon = message.indexOf(": "); // before it stands the address, which has none with a blank
        return colon < 0 ? message : message.substring(colon + 2);
    }

    /// Names options where the library, which does not know them, speaks of settings.
    private static String withAdvice(String told, boolean tls) {
        String plain = told.replaceFirst("; (give|if it takes) .*", "");
        if (told.startsWith("the server answered 404")) {
            return plain + "; write the path of its listener with --ws-path";
        }
        if (told.startsWith("the server answered 403")) {
            return plain + "; if its listener takes certain origins alone, write one of them with --ws-origin";
        }
        return plain + (tls ? "; check -p, or leave out the TLS options" : "; check -p, --ws and the TLS options");
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
