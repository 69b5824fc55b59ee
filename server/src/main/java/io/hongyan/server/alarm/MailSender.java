package io.hongyan.server.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Clock;
import io.hongyan.server.config.MailConfig;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// Sends notices as e-mails, by the server of the configuration. Any thread.
final class MailSender implements Sender<Receivers.Mail> {
    private static final String PATIENCE = Long.toString(Duration.ofSeconds(5).toMillis());

    private final MailConfig config;
    private final Clock clock;

    /// @param clock for the date of a mail
    MailSender(MailConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /// Whether there is a server.
    boolean isOn() {
        return config.isOn();
    }

    @Override
    @SuppressWarnings("JavaUtilDate") // the library has no other
    public void send(Receivers.Mail receiver, String sentence, Map<String, Object> fields) throws UndeliveredException {
        if (!isOn()) {
            throw new UndeliveredException("alarms.mail.host is not set in the configuration");
        }
        Session session = Session.getInstance(settings());
        try (Transport server = session.getTransport(config.security() == MailConfig.Security.TLS ? "smtps" : "smtp")) {
            MimeMessage mail = new MimeMessage(session);
            mail.setFrom(new InternetAddress(config.from()));
            mail.setRecipient(Message.RecipientType.TO, new InternetAddress(receiver.to()));
            mail.setSubject("Hongyan: " + sentence, UTF_8.name());
            StringBuilder text = new StringBuilder(sentence).append("\r\n\r\n");
            fields.forEach((name, value) ->
                    text.append(name).append(": ").append(value).append("\r\n"));
            mail.setText(text.toString(), UTF_8.name());
            mail.setSentDate(new Date(clock.wallMillis()));
            mail.saveChanges();
            String user = config.user().isEmpty() ? null : config.user();
            server.connect(
                    config.host(),
                    config.port(),
                    user,
                    user == null ? null : config.password().value());
            server.sendMessage(mail, mail.getAllRecipients());
        } catch (MessagingException e) {
            throw new UndeliveredException(String.valueOf(e.getMessage()).strip());
        }
    }

    private Properties settings() {
        Properties settings = new Properties();
        for (String protocol : List.of("smtp", "smtps")) {
            String prefix = "mail." + protocol + ".";
            settings.setProperty(prefix + "connectiontimeout", PATIENCE);
            settings.setProperty(prefix + "timeout", PATIENCE);
            settings.setProperty(prefix + "writetimeout", PATIENCE);
            settings.setProperty(prefix + "ssl.checkserveridentity", "true");
            settings.setProperty(
                    prefix + "auth", Boolean.toString(!config.user().isEmpty()));
        }
        boolean upgrades = config.security() == MailConfig.Security.STARTTLS;
        settings.setProperty("mail.smtp.starttls.enable", Boolean.toString(upgrades));
        settings.setProperty("mail.smtp.starttls.required", Boolean.toString(upgrades));
        return settings;
    }
}
