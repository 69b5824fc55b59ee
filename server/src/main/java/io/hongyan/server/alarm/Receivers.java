package io.hongyan.server.alarm;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Who is told of alarms.
public record Receivers(List<WebHook> webhooks, List<Mail> mails) {
    /// Of each kind.
    static final int MOST = 20;

    static final Receivers NONE = new Receivers(List.of(), List.of());

    public Receivers {
        webhooks = List.copyOf(webhooks);
        mails = List.copyOf(mails);
        if (webhooks.size() > MOST || mails.size() > MOST) {
            throw new IllegalArgumentException("there are at most " + MOST + " web hooks, and as many mails");
        }
        Set<String> names = new HashSet<>();
        for (WebHook hook : webhooks) {
            if (!names.add(hook.name())) {
                throw new IllegalArgumentException(
                        "two web hooks are called " + hook.name() + "; each has its own name");
            }
        }
    }

    /// An address that gets a POST. What stands behind its `?` is as secret as a password, and never told.
    public record WebHook(String name, URI url) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
        private static final int LONGEST = 2048;
        private static final int LARGEST_PORT = 65535;
        /// What is shown in place of a query.
        public static final String MASK = "?***";

        public WebHook {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a web hook's name has 1 to 64 letters, digits, dots, - and _, not " + name);
            }
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (!http || url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
                throw new IllegalArgumentException("the url of web hook " + name
                        + " begins with http:// or https:// and a host, and has neither a user nor #");
            }
            if (url.getPort() == 0 || url.getPort() > LARGEST_PORT) {
                throw new IllegalArgumentException(
                        "the port of web hook " + name + " is 1 to " + LARGEST_PORT + ", not " + url.getPort());
            }
            if (url.toString().length() > LONGEST) {
                throw new IllegalArgumentException(
                        "the url of web hook " + name + " has more than " + LONGEST + " characters");
            }
        }

        /// Its address as it may be shown.
        public String shown() {
            String text = url.toString();
            int query = text.indexOf('?');
            return query < 0 ? text : text.substring(0, query) + MASK;
        }

        @Override
        public String toString() {
            return name + " (" + shown() + ")";
        }
    }

    /// An address that gets an e-mail.
    public record Mail(String to) {
        private static final Pattern ADDRESS =
                Pattern.compile("[^\\s@<>,;:\"()\\[\\]\\\\\\p{Cntrl}]{1,64}@[A-Za-z0-9.-]{1,190}");

        public Mail {
            if (!ADDRESS.matcher(to).matches()) {
                throw new IllegalArgumentException("to is one address like ops@example.com, not " + to);
            }
        }
    }
}
