package io.hongyan.server.agreed;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.model.AgreementModel;
import io.hongyan.cluster.model.Machine;
import io.hongyan.cluster.model.ModelConnection;
import io.hongyan.cluster.model.VirtualTime;
import io.hongyan.server.data.SecretsKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/// A node on the model of the agreement, in virtual time.
final class ModelNode implements AutoCloseable {
    static final long SECOND = 1_000_000_000;

    final Machine machine;
    final ModelConnection connection;
    final Agreed agreed;
    final Metadata metadata;

    /// @param folder with the key of secrets, or where it is written
    /// @param seed of what it draws
    ModelNode(VirtualTime time, AgreementModel model, String name, Path folder, long seed) {
        this(time, model, name, folder, seed, connection -> connection);
    }

    /// @param way to the agreement, such as one that loses answers
    ModelNode(
            VirtualTime time, AgreementModel model, String name, Path folder, long seed, UnaryOperator<Agreement> way) {
        machine = new Machine(time, 1, 0);
        connection = model.connect(machine);
        SecretsKey key = SecretsKey.read(folder, "", new SecureRandom());
        var random = new Random(seed);
        agreed = Agreed.open(way.apply(connection), name, folder, key, random, new VirtualPatience(time), machine);
        metadata = Metadata.open(agreed.metadata(), machine, random);
    }

    /// Waits while virtual time passes.
    record VirtualPatience(VirtualTime time) implements Patience {
        @Override
        public void await(CompletableFuture<?> answer) {
            assertThat(time.passUntil(answer::isDone, 600 * SECOND)).isTrue();
        }

        @Override
        public void pause() {
            time.pass(SECOND / 2);
        }
    }

    @Override
    public void close() {
        agreed.close();
        machine.kill();
    }
}
