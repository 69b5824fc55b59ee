package io.hongyan.cloud.auth;

import io.hongyan.auth.ScramSecret;
import io.hongyan.auth.ScramServer;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One login by SCRAM-SHA-256: the client sends its name, the server a salt, the client a proof that it knows the
/// password, and the server a proof that it does, too.
final class ScramExchange implements AuthExchange {
    private final Function<String, Candidate> search;
    private final PasswordCheckPool checks;
    private final String from;
    private final BooleanSupplier gone;
    private final String serverNonce;
    private volatile @Nullable Started started;

    /// What is known about a name.
    ///
    /// @param admission called when the proof is right; null when the name does not exist and each proof is refused
    /// @param cause why a proof is refused, for the operator
    record Candidate(ScramSecret secret, @Nullable Supplier<AuthResult> admission, String cause) {}

    private record Started(ScramServer run, Candidate candidate) {}

    /// @param search finds a candidate for every name; may take milliseconds
    /// @param from the client's address
    /// @param gone whether the client has disconnected
    /// @param serverNonce unpredictable, printable and without comma
    ScramExchange(
            Function<String, Candidate> search,
            PasswordCheckPool checks,
            String from,
            BooleanSupplier gone,
            String serverNonce) {
        this.search = search;
        this.checks = checks;
        this.from = from;
        this.gone = gone;
        this.serverNonce = serverNonce;
    }

    @Override
    public void next(byte @Nullable [] data, Consumer<Step> answer) {
        Started now = started;
        if (data == null) {
            answer.accept(refused("SCRAM: the client sent no data"));
        } else if (now == null) {
            begin(data, answer);
        } else {
            answer.accept(finish(now, data));
        }
    }

    private void begin(byte[] data, Consumer<Step> answer) {
        ScramServer.Request first = ScramServer.read(data);
        if (first == null) {
            answer.accept(refused("SCRAM: the client's first message cannot be read"));
            return;
        }
        Supplier<Step> challenge = () -> {
            Candidate candidate = search.apply(first.name());
            ScramServer run = first.start(candidate.secret(), serverNonce);
            started = new Started(run, candidate);
            return new Step.Challenge(run.challenge());
        };
        if (!checks.submit(from, gone, challenge, answer, new Step.Done(LoginGate.INTERNAL_ERROR, null))) {
            answer.accept(new Step.Done(LoginGate.BUSY, null));
        }
    }

    private static Step finish(Started started, byte[] data) {
        byte[] proof = started.run().finish(data);
        Supplier<AuthResult> admission = started.candidate().admission();
        return proof == null || admission == null
                ? refused(started.candidate().cause())
                : new Step.Done(admission.get(), proof);
    }

    private static Step refused(String cause) {
        return new Step.Done(LoginGate.badCredentials(cause), null);
    }
}
