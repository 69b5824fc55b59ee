package io.hongyan.cloud;

import io.hongyan.broker.Broker;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import io.hongyan.codec.ReasonCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Ends connections of clients because an operator wants it, also those of other services that share the rows. Any
/// thread.
public final class Kicks {
    private final RecordChanges shared;

    Kicks(RecordChanges shared) {
        this.shared = shared;
    }

    /// Does what other services ask for, from now on.
    public void start(Broker broker) {
        shared.listen(RecordKind.KICK, new RecordChanges.Listener() {
            @Override
            public void changed(List<String> names) {
                var _ = broker.disconnect(names.get(0), names.get(1), ReasonCode.ADMINISTRATIVE_ACTION, names.get(2));
            }

            @Override
            public void everything() {
                // Who asked in vain asks again: nobody knows any more whom it was about.
            }
        });
    }

    /// @param why for the client and the log
    /// @return whether it had a connection here; true also when other services were asked
    public CompletableFuture<Boolean> disconnect(Broker broker, String instance, String clientId, String why) {
        return broker.disconnect(instance, clientId, ReasonCode.ADMINISTRATIVE_ACTION, why)
                .thenApply(was -> {
                    if (was || shared.equals(RecordChanges.NONE)) {
                        return was;
                    }
                    shared.tell(RecordKind.KICK, instance, clientId, why);
                    return true;
                });
    }
}
