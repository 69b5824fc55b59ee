package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.field.Texts;

/// `connection.close`: ends the connection: nothing but `close-ok` follows from either side.
///
/// @param replyCode 0 to 65535, one of [ReplyCode] if this side sends it
/// @param replyText for people, at most 255 bytes
/// @param classId the class of the method at fault, 0 to 65535; 0 for none
/// @param methodId the method at fault, 0 to 65535; 0 for none
public record ConnectionClose(int replyCode, String replyText, int classId, int methodId)
        implements ClientMethod, ServerMethod {
    public ConnectionClose {
        Ranges.check16(replyCode, "reply-code");
        Texts.checkShort(replyText, "reply-text");
        Ranges.check16(classId, "class-id");
        Ranges.check16(methodId, "method-id");
    }

    /// Tells the peer what it did wrong: the code by number and by name, and the message, which is cut if need be.
    public static ConnectionClose of(AmqpException fault) {
        String text = Texts.fitting(fault.code() + " - " + fault.getMessage());
        return new ConnectionClose(fault.code().code(), text, fault.classId(), fault.methodId());
    }

    @Override
    public MethodId id() {
        return MethodId.CONNECTION_CLOSE;
    }
}
