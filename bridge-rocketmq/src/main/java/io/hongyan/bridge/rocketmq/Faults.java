package io.hongyan.bridge.rocketmq;

import io.hongyan.exchange.spi.SendOutcome;
import java.util.regex.Pattern;
import org.apache.rocketmq.client.common.ClientErrorCode;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apache.rocketmq.remoting.exception.RemotingTimeoutException;
import org.apache.rocketmq.remoting.exception.RemotingTooMuchRequestException;
import org.apache.rocketmq.remoting.protocol.ResponseCode;

/// What RocketMQ's exceptions mean for a message, or for people.
final class Faults {
    static final String UNREACHABLE = "unreachable";
    static final String TIMEOUT = "timeout";
    static final String NO_ROUTE = "no_route";
    static final String BUSY = "broker_busy";
    static final String NO_PERMISSION = "no_permission";
    static final String BROKER_ERROR = "broker_error";
    static final String NOT_SYNCED = "not_synced";
    static final String ILLEGAL = "illegal";
    static final String TOO_LARGE = "too_large";

    /// Brokers of 4.9 give no code for these.
    private static final Pattern DENIED =
            Pattern.compile("AclException|Authentication|Authorization|signature|[Nn]o permission");

    private static final Pattern SIZE = Pattern.compile("size|length|too (large|long)");

    private Faults() {}

    /// @param topic for the text
    static SendOutcome outcome(Exception e, String topic) {
        return switch (e) {
            case MQBrokerException broker -> ofBroker(broker, topic);
            case MQClientException client -> ofClient(client, topic);
            case RemotingTimeoutException timeout -> new SendOutcome.Later(TIMEOUT, text(timeout));
            case RemotingTooMuchRequestException timeout -> new SendOutcome.Later(TIMEOUT, text(timeout));
            case RemotingException remoting -> new SendOutcome.Later(UNREACHABLE, text(remoting));
            // The client throws it around a connection that failed while it looked for a route.
            case IllegalStateException route -> new SendOutcome.Later(UNREACHABLE, text(route));
            default -> new SendOutcome.Later(BROKER_ERROR, text(e));
        };
    }

    /// Whether the same may go well with another broker.
    static boolean elsewhere(SendOutcome outcome) {
        return outcome instanceof SendOutcome.Later later
                && (later.reason().equals(UNREACHABLE)
                        || later.reason().equals(TIMEOUT)
                        || later.reason().equals(NO_ROUTE)
                        || later.reason().equals(BUSY));
    }

    /// Whether the rest of a batch may go well without one of its messages.
    static boolean mayBeOneOfBatch(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Sent sent -> false;
            case SendOutcome.Later later -> later.reason().equals(BROKER_ERROR);
            case SendOutcome.Never never -> true;
        };
    }

    static boolean denied(Exception e) {
        return e instanceof MQBrokerException broker && isDenied(broker);
    }

    static boolean topicIsMissing(Exception e) {
        return e instanceof MQClientException client && client.getResponseCode() == ResponseCode.TOPIC_NOT_EXIST;
    }

    static SendOutcome.Later missing(String topic) {
        return new SendOutcome.Later(
                NO_ROUTE,
                "topic " + topic + " does not exist in RocketMQ, or no broker that has it is up; create it, or start "
                        + "the broker");
    }

    private static SendOutcome ofBroker(MQBrokerException e, String topic) {
        String why = "broker " + e.getBrokerAddr() + ": " + brief(String.valueOf(e.getErrorMessage()));
        if (isDenied(e)) {
            return new SendOutcome.Later(NO_PERMISSION, why + " (topic " + topic + ")");
        }
        return switch (e.getResponseCode()) {
            case ResponseCode.MESSAGE_ILLEGAL ->
                new SendOutcome.Never(SIZE.matcher(why).find() ? TOO_LARGE : ILLEGAL, why);
            case ResponseCode.SYSTEM_BUSY, ResponseCode.FLOW_CONTROL, ResponseCode.SERVICE_NOT_AVAILABLE ->
                new SendOutcome.Later(BUSY, why);
            case ResponseCode.TOPIC_NOT_EXIST -> missing(topic);
            case ResponseCode.INVALID_PARAMETER -> new SendOutcome.Later(NO_ROUTE, why);
            default -> new SendOutcome.Later(BROKER_ERROR, why);
        };
    }

    private static boolean isDenied(MQBrokerException e) {
        return e.getResponseCode() == ResponseCode.NO_PERMISSION
                || DENIED.matcher(String.valueOf(e.getErrorMessage())).find();
    }

    private static SendOutcome ofClient(MQClientException e, String topic) {
        return switch (e.getResponseCode()) {
            case ResponseCode.MESSAGE_ILLEGAL -> new SendOutcome.Never(ILLEGAL, text(e));
            case ResponseCode.TOPIC_NOT_EXIST, ClientErrorCode.NOT_FOUND_TOPIC_EXCEPTION -> missing(topic);
            case ClientErrorCode.CONNECT_BROKER_EXCEPTION, ClientErrorCode.NO_NAME_SERVER_EXCEPTION ->
                new SendOutcome.Later(UNREACHABLE, text(e));
            case ClientErrorCode.ACCESS_BROKER_TIMEOUT -> new SendOutcome.Later(TIMEOUT, text(e));
            default -> new SendOutcome.Later(NO_ROUTE, text(e));
        };
    }

    /// What it says, and what caused it, on one line.
    static String text(Throwable e) {
        String own = e instanceof MQClientException client && client.getErrorMessage() != null
                ? client.getErrorMessage()
                : String.valueOf(e.getMessage());
        Throwable cause = e.getCause();
        return cause == null || own.contains(String.valueOf(cause.getMessage()))
                ? brief(own)
                : brief(own) + ": " + text(cause);
    }

    /// RocketMQ adds addresses of its help pages, and stack traces.
    static String brief(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        int help = line.indexOf("See http");
        line = help > 0 ? line.substring(0, help).strip() : line;
        return line.length() > 300 ? line.substring(0, 300) + "..." : line;
    }
}
