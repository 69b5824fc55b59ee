package io.hongyan.client.publish;

import io.hongyan.client.disk.DiskMessageState;
import io.hongyan.client.disk.DiskQueue;
import io.hongyan.client.message.PublishOutcome.Refused;
import io.hongyan.client.message.PublishOutcome.Sent;
import io.hongyan.codec.QoS;
import org.jspecify.annotations.Nullable;

/// Sends messages, each packet after the queue on disk has recorded what must precede it.
///
/// Confined to the loop.
final class DurableSender {
    private final Outbound outbound;
    private final PublishWriter writer;
    private final PublishResults results;
    private final @Nullable DiskQueue disk;
    private long heldBytes;

    DurableSender(Outbound outbound, PublishWriter writer, PublishResults results, @Nullable DiskQueue disk) {
        this.outbound = outbound;
        this.writer = writer;
        this.results = results;
        this.disk = disk;
    }

    /// Bytes of QoS 0 that the disk forgets before they are sent.
    long heldBytes() {
        return heldBytes;
    }

    /// Sends it for the first time in this session of the server. Of QoS 2, the disk must know so before: who does not
    /// know after a crash that it may have been sent would send it as a new one.
    void send(OutgoingMessage outgoing) {
        DiskMessageState diskState = outgoing.diskState();
        if (disk == null || diskState == null) {
            writer.send(outgoing, outgoing.packetId(), false);
            return;
        }
        disk.sent(diskState, outgoing.packetId());
        if (outgoing.message().qos() == QoS.EXACTLY_ONCE) {
            hold(outgoing, diskState, disk);
        } else {
            proceed(outgoing, diskState);
        }
    }

    /// QoS 0: after a crash it must not be sent again, so the disk has to forget it before.
    void sendQos0(OutgoingMessage outgoing) {
        DiskMessageState diskState = outgoing.diskState();
        if (disk == null || diskState == null) {
            writer.send(outgoing, 0, false);
            results.end(outgoing, Sent.SENT);
            return;
        }
        long weight = outgoing.weight();
        heldBytes += weight;
        disk.ended(diskState);
        disk.whenSafe(safe -> {
            heldBytes -= weight;
            boolean sends = safe && writer.isConnected();
            if (sends) {
                writer.send(outgoing, 0, false);
            }
            results.endQos0(outgoing, diskState, disk, safe, sends);
            outbound.flush();
        });
    }

    /// QoS 2 was taken over by the server. Before PUBREL frees the identifier there, the disk must know: after a crash
    /// the message would be sent again under an identifier that the server takes for a new one.
    ///
    /// @return whether PUBREL has to wait
    boolean waitsForDisk(OutgoingMessage outgoing) {
        DiskMessageState diskState = outgoing.diskState();
        boolean first = !outgoing.released();
        outgoing.release();
        if (disk != null && diskState != null && first) {
            disk.released(diskState);
            hold(outgoing, diskState, disk);
        }
        return diskState != null && diskState.held();
    }

    private void hold(OutgoingMessage outgoing, DiskMessageState diskState, DiskQueue on) {
        diskState.hold(true);
        on.whenSafe(safe -> {
            diskState.hold(false);
            if (safe && outgoing.packetId() != 0) {
                proceed(outgoing, diskState);
            }
        });
    }

    /// The disk has recorded what must precede the packet, or nothing has to.
    void goOn(OutgoingMessage outgoing) {
        DiskMessageState diskState = outgoing.diskState();
        if (diskState != null) {
            proceed(outgoing, diskState);
        }
    }

    private void proceed(OutgoingMessage outgoing, DiskMessageState diskState) {
        if (outgoing.released()) {
            writer.release(outgoing.packetId());
        } else if (writer.isConnected()) {
            Refused refusal = diskState.sent() ? null : writer.refusal(outgoing);
            if (refusal != null) {
                outbound.complete(outgoing, refusal);
                return;
            }
            diskState.markSent();
            writer.send(outgoing, outgoing.packetId(), false);
        }
    }
}
