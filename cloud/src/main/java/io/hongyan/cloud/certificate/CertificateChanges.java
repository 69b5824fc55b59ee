package io.hongyan.cloud.certificate;

import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Counts and tells changes after which somebody who was let in may not be any more. Any thread.
public final class CertificateChanges {
    private final AtomicLong version = new AtomicLong();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final RecordChanges shared;

    /// @param shared tells other services
    CertificateChanges(RecordChanges shared) {
        this.shared = shared;
    }

    /// Is told after a change is durable, on the thread that made it.
    @FunctionalInterface
    public interface Listener {
        /// @param deviceSn of the certificate of a device; empty when it is about a CA, and so about all of its devices
        void changed(String instance, String deviceSn);
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /// Another number after each change.
    public long version() {
        return version.get();
    }

    void tell(String instance, String deviceSn) {
        count(instance, deviceSn);
        shared.tell(RecordKind.CERTIFICATE, instance, deviceSn);
    }

    /// A CA counts that did not: nobody who was let in is concerned, but other services must know it.
    void tellOthers(String instance) {
        shared.tell(RecordKind.CERTIFICATE, instance, "");
    }

    /// The same of a change that another service made.
    void count(String instance, String deviceSn) {
        version.incrementAndGet();
        listeners.forEach(listener -> listener.changed(instance, deviceSn));
    }
}
