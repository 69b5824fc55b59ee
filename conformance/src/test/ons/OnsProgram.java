import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/// What the examples of the cloud do with its client `ons-client`: arguments are the name server, the parent topic, the
/// topic of notices, and how its groups begin. It prints what it consumes, twice what is of the parent topic: as it
/// comes, and in order. It sends a message to each second topic that it reads, with the text behind it, and ends with
/// the standard input.
///
/// It is run from its source, with the jars of one version of the client or the other.
final class OnsProgram {
    private OnsProgram() {}

    public static void main(String[] args) throws Exception {
        Consumer consumer = ONSFactory.createConsumer(settings(args[0], args[3]));
        consumer.subscribe(args[1], "*", (message, _) -> consumed(message));
        consumer.subscribe(args[2], "connect||disconnect||tcpclean", (message, _) -> consumed(message));
        consumer.start();
        OrderConsumer ordered = ONSFactory.createOrderedConsumer(settings(args[0], args[3] + "_ordered"));
        ordered.subscribe(args[1], "*", (message, _) -> {
            print("in order " + message.getUserProperties("clientId") + " " + text(message));
            return OrderAction.Success;
        });
        ordered.start();
        Producer producer = ONSFactory.createProducer(settings(args[0], args[3] + "_producer"));
        producer.start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 2);
            Message message = new Message(args[1], "MQ2MQTT", words[1].getBytes(StandardCharsets.UTF_8));
            message.putUserProperties(PropertyKeyConst.MqttSecondTopic, words[0]);
            print("sent " + producer.send(message).getMessageId() + " " + words[1]);
        }
        System.exit(0);
    }

    private static Properties settings(String nameServer, String group) {
        Properties settings = new Properties();
        settings.setProperty(PropertyKeyConst.NAMESRV_ADDR, nameServer);
        settings.setProperty(PropertyKeyConst.AccessKey, "of no account");
        settings.setProperty(PropertyKeyConst.SecretKey, "of no account");
        settings.setProperty(PropertyKeyConst.GROUP_ID, group);
        return settings;
    }

    private static Action consumed(Message message) {
        print("consumed " + message.getTopic() + " " + message.getTag() + " " + text(message) + " "
                + message.getUserProperties());
        return Action.CommitMessage;
    }

    private static String text(Message message) {
        return new String(message.getBody(), StandardCharsets.UTF_8);
    }

    private static synchronized void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
