package io.hongyan.cluster.link;

import io.hongyan.transport.AddressText;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A connection that came to the port of the cluster and is no link yet: waits for HELLO, moves to the loop that it
/// asks for, and is taken or refused there.
///
/// Confined to the loop of its connection, which changes once.
final class Arrival implements ConnectionHandler {
    private final Connection connection;
    private final LinkDoor door;
    private Links links;
    private final long deadline;
    private boolean moving;
    private boolean over;
    private @Nullable String broken;

    Arrival(Connection connection, LinkDoor door, Links links) {
        this.connection = connection;
        this.door = door;
        this.links = links;
        this.deadline =
                links.clock().steadyMillis() + links.options().greetingTimeout().toMillis();
        connection.frameLimit(LinkFrames.MAX_GREETING_BYTES);
        links.add(this);
    }

    @Override
    public void received(Connection from, ByteBuffer frame) {
        if (LinkFrames.type(frame) == LinkFrames.REFUSED) {
            Refusal why = Refusal.read(LinkFrames.body(frame));
            links.counters().refusedBy(why.reason());
            trouble(" was ended by the other side: " + why.text());
            connection.close();
            return;
        }
        Hello hello = Hello.read(frame);
        Refusal refusal = door.judge(hello, connection.peer());
        if (refusal != null) {
            refuse(hello, refusal);
            return;
        }
        connection.framing(LinkFraming.FRAMES);
        links.remove(this);
        Links target = door.links(hello.toLoop());
        if (target == links) {
            arrive(hello);
        } else {
            moving = true;
            connection.move(target.loop(), () -> {
                links = target;
                moving = false;
                arrive(hello);
            });
        }
    }

    private void arrive(Hello hello) {
        over = true;
        door.known(connection.peer());
        Refusal refusal = links.take(connection, hello, links.self().versions().common(hello.versions()));
        if (refusal != null) {
            refuse(hello, refusal);
        }
    }

    private void refuse(Hello hello, Refusal why) {
        finish();
        byte[] refused = why.frame();
        connection.frame(refused.length).put(refused);
        connection.close();
        links.refused(hello.node(), connection.peer().address(), why);
    }

    private void finish() {
        over = true;
        links.remove(this);
    }

    void tick(long now) {
        if (!over && !moving && now >= deadline) {
            trouble(" said no HELLO within " + links.options().greetingTimeout().toMillis() + " ms");
            connection.abort();
        }
    }

    void stop() {
        finish();
        connection.abort();
    }

    private void trouble(String what) {
        finish();
        links.troubled(
                "the connection of " + AddressText.of(connection.peer().address()) + what, "a connection" + what);
    }

    @Override
    public boolean violated(Connection from, RuntimeException fault) {
        if (fault instanceof LinkException wrong) {
            trouble(" was ended: " + wrong.what());
            connection.abort();
            return true;
        }
        return false;
    }

    @Override
    public void drained(Connection from) {}

    @Override
    public void broken(Connection from, Throwable why) {
        broken = why.getMessage();
    }

    /// A peer that left without a byte was a health check.
    @Override
    public void closed(Connection from, CloseCause cause) {
        if (over) {
            return;
        }
        if (cause == CloseCause.UNUSED || moving) {
            finish();
        } else {
            trouble(broken == null ? " ended before HELLO" : " broke before HELLO: " + broken);
        }
    }
}
