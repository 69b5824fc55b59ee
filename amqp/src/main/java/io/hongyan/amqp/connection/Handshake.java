package io.hongyan.amqp.connection;

import io.hongyan.amqp.AmqpSettings;
import io.hongyan.amqp.channel.FrameWriter;
import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.FieldValue;
import io.hongyan.amqp.codec.field.Texts;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.ConnectionCloseOk;
import io.hongyan.amqp.codec.method.ConnectionOpen;
import io.hongyan.amqp.codec.method.ConnectionOpenOk;
import io.hongyan.amqp.codec.method.ConnectionStart;
import io.hongyan.amqp.codec.method.ConnectionStartOk;
import io.hongyan.amqp.codec.method.ConnectionTune;
import io.hongyan.amqp.codec.method.ConnectionTuneOk;
import io.hongyan.amqp.codec.wire.MethodDecoder;
import io.hongyan.amqp.frame.AmqpFraming;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.cloud.business.BusinessAccount;
import io.hongyan.cloud.business.BusinessCredentials;
import io.hongyan.cloud.business.BusinessLogin;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A connection from its first byte to `connection.open` (AMQP 0-9-1, 2.2.4): protocol header, login, tuning.
///
/// Confined to the loop of the connection.
final class Handshake implements ConnectionHandler, Live {
    private static final String MECHANISM = "PLAIN";
    private static final String LOCALE = "en_US";
    private static final String VIRTUAL_HOST = "MQTT";

    private final Connection connection;
    private final Door door;
    private final LoopConnections all;
    private final FrameWriter out;
    private final long deadline;
    private Stage stage = Stage.HEADER;
    private String user = ""; // for the log
    private @Nullable BusinessAccount account;
    private int channelMax;
    private int heartbeat;

    private enum Stage {
        HEADER,
        LOGIN,
        /// The login is being checked.
        DECIDING,
        TUNING,
        OPENING,
        OVER
    }

    Handshake(Connection connection, Door door, LoopConnections all) {
        this.connection = connection;
        this.door = door;
        this.all = all;
        this.out = new FrameWriter(connection);
        this.deadline =
                door.clock().steadyMillis() + door.settings().loginTimeout().toMillis();
        connection.frameLimit(Frames.MIN_SIZE);
        all.add(this);
    }

    @Override
    public void received(Connection from, ByteBuffer frame) {
        try {
            switch (stage) {
                case HEADER -> start();
                case DECIDING, OVER -> {}
                case LOGIN, TUNING, OPENING -> next(frame);
            }
        } catch (AmqpException wrong) {
            refuse(wrong);
        }
    }

    private void next(ByteBuffer frame) {
        FrameType type = Frames.type(frame);
        if (type == FrameType.METHOD) {
            received(MethodDecoder.decode(frame));
        } else if (type != FrameType.HEARTBEAT) {
            throw unexpected("content");
        }
    }

    private void start() {
        connection.framing(AmqpFraming.FRAMES);
        stage = Stage.LOGIN;
        out.method(0, new ConnectionStart(serverProperties(), MECHANISM, LOCALE));
    }

    private static FieldTable serverProperties() {
        FieldTable capabilities = FieldTable.builder()
                .put("publisher_confirms", true)
                .put("basic.nack", true)
                .put("per_consumer_qos", false)
                .put("authentication_failure_close", true)
                .build();
        return FieldTable.builder()
                .put("product", "Hongyan")
                .put("platform", "Java")
                .put("information", "virtual host MQTT; topics are exchanges and queues: nothing is declared")
                .put("capabilities", new FieldValue.Nested(capabilities))
                .build();
    }

    private void received(ClientMethod method) {
        switch (method) {
            case ConnectionStartOk ok when stage == Stage.LOGIN -> login(ok);
            case ConnectionTuneOk ok when stage == Stage.TUNING -> tune(ok);
            case ConnectionOpen open when stage == Stage.OPENING -> open(open);
            case ConnectionClose _ -> {
                out.method(0, ConnectionCloseOk.CLOSE_OK);
                over("the client ended the connection before it was open");
                connection.close();
            }
            default -> throw unexpected(method.id() + " is not what comes next");
        }
    }

    private AmqpException unexpected(String what) {
        return new AmqpException(ReplyCode.COMMAND_INVALID, "2.2.4", what + "; the login is at stage " + stage);
    }

    private void login(ConnectionStartOk ok) {
        if (!ok.mechanism().equals(MECHANISM)) {
            throw new AmqpException(
                    ReplyCode.ACCESS_REFUSED,
                    "connection.start-ok",
                    "the mechanism is PLAIN, not " + Texts.shown(ok.mechanism()));
        }
        PlainResponse response = PlainResponse.read(ok.response());
        FieldTable properties = ok.clientProperties();
        String signKey = properties.text("signKey");
        boolean custom = isTrue(properties.get("customAuth"));
        BusinessCredentials credentials =
                new BusinessCredentials(response.user(), response.password(), signKey == null ? "" : signKey, custom);
        user = credentials.shownUser();
        stage = Stage.DECIDING;
        connection.pauseReading();
        door.logins().execute(() -> check(credentials));
    }

    private static boolean isTrue(@Nullable FieldValue value) {
        return (value instanceof FieldValue.Text text && text.value().equals("true"))
                || (value instanceof FieldValue.Flag flag && flag.value());
    }

    private void check(BusinessCredentials credentials) {
        BusinessLogin.Result result = door.login().login(credentials);
        connection.loop().execute(() -> decide(result));
    }

    private void decide(BusinessLogin.Result result) {
        if (stage != Stage.DECIDING) {
            return;
        }
        switch (result) {
            case BusinessLogin.Admitted(BusinessAccount admitted) -> {
                account = admitted;
                stage = Stage.TUNING;
                AmqpSettings settings = door.settings();
                out.method(0, new ConnectionTune(settings.channelMax(), settings.frameMaxBytes(), (int)
                        settings.heartbeat().toSeconds()));
                connection.resumeReading();
            }
            case BusinessLogin.Refused(ReasonCode reason, String why, String forLog) ->
                refuse(new AmqpException(ReplyCode.ACCESS_REFUSED, "connection.start-ok", why), reason, forLog);
        }
    }

    /// A value of 0 leaves the choice to the other side; else the smaller one counts (AMQP 0-9-1, connection.tune-ok).
    private void tune(ConnectionTuneOk ok) {
        AmqpSettings settings = door.settings();
        channelMax = ok.channelMax() == 0 ? settings.channelMax() : ok.channelMax();
        long frameMax = ok.frameMax() == 0 ? settings.frameMaxBytes() : ok.frameMax();
        if (channelMax > settings.channelMax() || frameMax > settings.frameMaxBytes() || frameMax < Frames.MIN_SIZE) {
            throw new AmqpException(
                    ReplyCode.NOT_ALLOWED,
                    "connection.tune-ok",
                    "channel-max " + ok.channelMax() + ", frame-max " + ok.frameMax() + "; allowed are at most "
                            + settings.channelMax() + " channels and frames of " + Frames.MIN_SIZE + " to "
                            + settings.frameMaxBytes() + " bytes");
        }
        heartbeat = ok.heartbeat();
        connection.frameLimit((int) frameMax);
        out.frameMax((int) frameMax);
        stage = Stage.OPENING;
    }

    private void open(ConnectionOpen open) {
        String host = open.virtualHost();
        if (!host.equals(VIRTUAL_HOST) && !host.equals("/")) {
            throw new AmqpException(
                    ReplyCode.NOT_ALLOWED,
                    "connection.open",
                    "there is no virtual host " + Texts.shown(host) + "; it is " + VIRTUAL_HOST);
        }
        BusinessAccount admitted = account;
        if (admitted == null) {
            throw new IllegalStateException("opened without an account");
        }
        stage = Stage.OVER;
        all.remove(this);
        out.method(0, ConnectionOpenOk.OPEN_OK);
        AmqpConnection.begin(connection, out, door, all, admitted, new AmqpConnection.Terms(channelMax, heartbeat));
    }

    @Override
    public boolean violated(Connection from, RuntimeException fault) {
        if (!(fault instanceof AmqpException wrong)) {
            over("an internal error of the server");
            return false;
        }
        if (stage == Stage.HEADER) {
            out.protocolHeader(); // tells which version is spoken here [AMQP 0-9-1, 2.2.4]
            over(ReasonCode.PROTOCOL_ERROR, wrong.text());
            connection.close();
        } else {
            refuse(wrong);
        }
        return true;
    }

    private void refuse(AmqpException wrong) {
        refuse(wrong, reason(wrong.code()), wrong.text());
    }

    /// The reason that MQTT has for the same.
    private static ReasonCode reason(ReplyCode code) {
        return switch (code) {
            case FRAME_ERROR, SYNTAX_ERROR -> ReasonCode.MALFORMED_PACKET;
            case ACCESS_REFUSED -> ReasonCode.BAD_AUTHENTICATION_METHOD;
            default -> ReasonCode.PROTOCOL_ERROR;
        };
    }

    private void refuse(AmqpException why, ReasonCode reason, String forLog) {
        over(reason, forLog);
        ClosingConnection.begin(connection, out, all, why, door.clock().steadyMillis());
    }

    private void over(String why) {
        over(ReasonCode.UNSPECIFIED_ERROR, why);
    }

    private void over(ReasonCode reason, String why) {
        stage = Stage.OVER;
        all.remove(this);
        door.events().on(new BrokerEvent.ConnectRefused("", user, connection.peer(), reason, why));
    }

    @Override
    public void tick(long now) {
        if (now >= deadline) {
            over("no connection.open within " + door.settings().loginTimeout().toSeconds() + " s");
            connection.close();
        }
    }

    @Override
    public void stop() {
        connection.close();
    }

    @Override
    public void drained(Connection from) {}

    @Override
    public void closed(Connection from, CloseCause cause) {
        all.remove(this);
        if (stage != Stage.OVER && cause != CloseCause.UNUSED && cause != CloseCause.LOCAL) {
            over("the connection ended before it was open");
        }
        stage = Stage.OVER;
    }
}
