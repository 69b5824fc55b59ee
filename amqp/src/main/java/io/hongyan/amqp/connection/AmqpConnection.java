package io.hongyan.amqp.connection;

import io.hongyan.amqp.channel.AmqpChannel;
import io.hongyan.amqp.channel.ChannelHost;
import io.hongyan.amqp.channel.ConnectionShare;
import io.hongyan.amqp.channel.FrameWriter;
import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.method.ChannelClose;
import io.hongyan.amqp.codec.method.ChannelCloseOk;
import io.hongyan.amqp.codec.method.ChannelOpen;
import io.hongyan.amqp.codec.method.ChannelOpenOk;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.ConnectionCloseOk;
import io.hongyan.amqp.codec.method.Unserved;
import io.hongyan.amqp.codec.wire.ContentHeaderDecoder;
import io.hongyan.amqp.codec.wire.MethodDecoder;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import io.hongyan.cloud.business.BusinessAccount;
import io.hongyan.cloud.business.CustomUser;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An open connection: hands frames to its channels, and closes what broke the protocol: the channel, or the
/// connection, as the reply code says (AMQP 0-9-1, 1.4.2.5).
///
/// Confined to the loop of the connection.
final class AmqpConnection implements ConnectionHandler, ChannelHost, Live {
    private static final System.Logger LOG = System.getLogger("io.hongyan.amqp.connections");

    private static final int MOST_CLOSED_TOLD = 20;

    private final Connection connection;
    private final FrameWriter out;
    private final Door door;
    private final LoopConnections all;
    private final BusinessAccount account;
    private final Terms terms;
    private final ConnectionIdentity who;
    private final Heartbeat heartbeat;
    private final ConnectionShare share;
    private final Map<Integer, AmqpChannel> channels = new LinkedHashMap<>();
    private final List<AmqpChannel> toFlush = new ArrayList<>();
    private int closed;
    private boolean heard;
    private boolean over;

    /// What was agreed.
    ///
    /// @param channelMax the highest channel number
    /// @param heartbeat in seconds, 0 = none
    record Terms(int channelMax, int heartbeat) {}

    private AmqpConnection(
            Connection connection,
            FrameWriter out,
            Door door,
            LoopConnections all,
            BusinessAccount account,
            Terms terms) {
        this.connection = connection;
        this.out = out;
        this.door = door;
        this.all = all;
        this.account = account;
        this.terms = terms;
        this.who = new ConnectionIdentity(
                all.nextId(), account, connection.peer(), door.clock().wallMillis());
        this.heartbeat = new Heartbeat(terms.heartbeat(), door.clock().steadyMillis());
        this.share = ConnectionShare.of(connection, door.channels().memory(), this::wakeConsumers);
    }

    /// Goes on with a connection that has just been opened.
    static void begin(
            Connection connection,
            FrameWriter out,
            Door door,
            LoopConnections all,
            BusinessAccount account,
            Terms terms) {
        AmqpConnection open = new AmqpConnection(connection, out, door, all, account, terms);
        connection.handler(open);
        all.add(open);
        LOG.log(
                Level.INFO,
                "{0} of instance {1} connected from {2} over {3}",
                account.name(),
                account.instance(),
                open.who.address(),
                connection.peer().listener());
        open.recheck(); // its rights may have changed during the login
        open.refresh(account.instance(), account.name());
    }

    ConnectionIdentity who() {
        return who;
    }

    ConnectionStatus status() {
        List<AmqpChannel> open =
                channels.values().stream().filter(each -> !each.isClosing()).toList();
        return ConnectionStatus.of(who, open, share.publishes().published());
    }

    @Override
    public void received(Connection from, ByteBuffer frame) {
        heard = true;
        try {
            FrameType type = Frames.type(frame);
            switch (type) {
                case METHOD -> method(Frames.channel(frame), MethodDecoder.decode(frame));
                case HEADER, BODY -> content(type, frame);
                case HEARTBEAT -> {}
            }
        } catch (AmqpException wrong) {
            close(wrong);
        }
    }

    private void method(int number, ClientMethod method) {
        switch (method) {
            case ConnectionClose _ -> {
                out.method(0, ConnectionCloseOk.CLOSE_OK);
                end("closed by the client");
                connection.close();
            }
            case Unserved unserved when number == 0 -> throw unserved(unserved);
            case ChannelOpen _ -> open(number);
            case ChannelClose _ -> {
                AmqpChannel channel = channels.remove(number);
                if (channel == null) {
                    throw unopened(number);
                }
                channel.end();
                out.method(number, ChannelCloseOk.CLOSE_OK);
            }
            case ChannelCloseOk _ -> closed(number);
            default -> onChannel(number, method);
        }
    }

    private void onChannel(int number, ClientMethod method) {
        if (number == 0) {
            throw new AmqpException(
                    ReplyCode.COMMAND_INVALID, "2.2.4", method.id() + " on an open connection", method.id());
        }
        AmqpChannel channel = channel(number);
        if (!channel.isClosing()) {
            try {
                if (method instanceof Unserved unserved) {
                    throw unserved(unserved);
                }
                channel.received(method);
            } catch (AmqpException wrong) {
                close(channel, wrong);
            }
        }
    }

    private static AmqpException unserved(Unserved method) {
        return new AmqpException(ReplyCode.NOT_IMPLEMENTED, method.name(), NotServed.why(method.id()), method.id());
    }

    private void open(int number) {
        if (number > terms.channelMax()) {
            throw new AmqpException(
                    ReplyCode.CHANNEL_ERROR,
                    "channel.open",
                    "channel " + number + " is above channel-max " + terms.channelMax());
        }
        if (channels.containsKey(number)) {
            throw new AmqpException(ReplyCode.CHANNEL_ERROR, "channel.open", "channel " + number + " is open already");
        }
        channels.put(number, new AmqpChannel(number, this, door.channels()));
        out.method(number, ChannelOpenOk.OPEN_OK);
    }

    /// When both sides close a channel at the same time, this comes behind the client's own close: then the channel is
    /// gone already.
    private void closed(int number) {
        AmqpChannel channel = channels.get(number);
        if (channel != null && !channel.isClosing()) {
            throw new AmqpException(
                    ReplyCode.CHANNEL_ERROR,
                    "channel.close-ok",
                    "channel " + number + " is open: the server has not closed it");
        }
        channels.remove(number);
    }

    private void content(FrameType type, ByteBuffer frame) {
        AmqpChannel channel = channel(Frames.channel(frame));
        if (channel.isClosing()) {
            return;
        }
        try {
            if (type == FrameType.HEADER) {
                channel.header(ContentHeaderDecoder.decode(frame), Frames.payloadLength(frame));
            } else {
                channel.body(frame);
            }
        } catch (AmqpException wrong) {
            close(channel, wrong);
        }
    }

    private AmqpChannel channel(int number) {
        AmqpChannel channel = channels.get(number);
        if (channel == null) {
            throw unopened(number);
        }
        return channel;
    }

    private static AmqpException unopened(int number) {
        return new AmqpException(ReplyCode.CHANNEL_ERROR, "4.2.3", "channel " + number + " is not open");
    }

    @Override
    public void close(AmqpChannel channel, AmqpException why) {
        if (over || channel.isClosing()) {
            return;
        }
        if (why.code().endsConnection()) {
            close(why);
            return;
        }
        if (++closed <= MOST_CLOSED_TOLD) {
            LOG.log(
                    Level.WARNING,
                    "channel {0} of {1} is closed: {2}{3}",
                    channel.number(),
                    who,
                    why.text(),
                    closed < MOST_CLOSED_TOLD ? "" : "; further ones of this connection are counted only");
        }
        door.channels().figures().closed(why.code());
        channel.close();
        out.method(channel.number(), ChannelClose.of(why));
    }

    private void close(AmqpException why) {
        if (!over) {
            end(why.text());
            ClosingConnection.begin(connection, out, all, why, now());
        }
    }

    /// Everything of this connection ends, but for the socket.
    private void end(String why) {
        over = true;
        all.remove(this);
        channels.values().forEach(AmqpChannel::end);
        channels.clear();
        LOG.log(Level.INFO, "{0} is gone: {1}", who, why);
    }

    @Override
    public boolean violated(Connection from, RuntimeException fault) {
        if (fault instanceof AmqpException wrong) {
            close(wrong);
            return true;
        }
        close(new AmqpException(ReplyCode.INTERNAL_ERROR, "", "an internal error of the server"));
        return false;
    }

    @Override
    public void tick(long now) {
        if (!account.isValid()) { // a temporary key expires without any change of rights or metadata
            recheck();
            return;
        }
        boolean wrote = out.takeWrote();
        switch (heartbeat.at(now, heard || share.publishes().pauses(), wrote)) {
            case NOTHING -> {}
            case SEND -> out.heartbeat();
            case GIVE_UP -> {
                end("it was silent for two heartbeats of " + terms.heartbeat() + " s");
                connection.abort();
                return;
            }
        }
        heard = false;
        for (AmqpChannel channel : List.copyOf(channels.values())) {
            channel.tick(now);
        }
    }

    @Override
    public void recheck() {
        if (!account.isValid()) {
            force(account.name() + " is not valid any more, or its instance is switched off");
            return;
        }
        for (AmqpChannel channel : List.copyOf(channels.values())) {
            channel.recheck();
        }
    }

    @Override
    public void refresh(String instance, String user) {
        if (account.instance().equals(instance) && account.name().equals(user)) {
            refresh();
        }
    }

    @Override
    public void refresh() {
        if (!(account instanceof CustomUser identity)) {
            return;
        }
        door.logins().execute(() -> {
            identity.refresh();
            connection.loop().execute(() -> {
                if (!over) {
                    recheck();
                }
            });
        });
    }

    @Override
    public void stop() {
        force("the server stops");
    }

    /// Closes it for a reason that is not its own.
    void force(String why) {
        close(new AmqpException(ReplyCode.CONNECTION_FORCED, "", why));
    }

    @Override
    public void drained(Connection from) {
        List.copyOf(channels.values()).forEach(AmqpChannel::drained);
    }

    @Override
    public void closed(Connection from, CloseCause cause) {
        if (!over) {
            end(cause == CloseCause.PEER ? "it closed its connection" : "its connection broke");
        }
    }

    // For its channels.

    @Override
    public FrameWriter out() {
        return out;
    }

    @Override
    public BusinessAccount account() {
        return account;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public ConnectionShare share() {
        return share;
    }

    @Override
    public void flushLater(AmqpChannel channel) {
        if (toFlush.isEmpty()) {
            connection.loop().execute(this::flush);
        }
        toFlush.add(channel);
    }

    private void flush() {
        List<AmqpChannel> now = List.copyOf(toFlush);
        toFlush.clear();
        now.forEach(AmqpChannel::flush);
    }

    private void wakeConsumers() {
        connection.loop().execute(() -> channels.values().forEach(AmqpChannel::wakeConsumers));
    }

    private long now() {
        return door.clock().steadyMillis();
    }
}
