package io.hongyan.cli.option;

import io.hongyan.cloud.metadata.AccessRight;
import java.util.ArrayList;
import java.util.List;

/// The values that completion offers, one class for each kind of option, because picocli makes them itself.
public final class Candidates {
    private Candidates() {}

    /// Qualities of service.
    public static final class Levels extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Levels() {
            super(List.of("0", "1", "2"));
        }
    }

    /// Versions of MQTT.
    public static final class Versions extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Versions() {
            super(List.of("5", "311", "31", "mqttv5", "mqttv311", "mqttv31"));
        }
    }

    /// Versions of TLS.
    public static final class TlsVersions extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public TlsVersions() {
            super(List.of("tlsv1.2", "tlsv1.3"));
        }
    }

    /// Kinds of private key.
    public static final class KeyForms extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public KeyForms() {
            super(List.of("pem"));
        }
    }

    /// Shells with a completion script.
    public static final class Shells extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Shells() {
            super(List.of("bash", "zsh"));
        }
    }

    /// Rules of an instance.
    public static final class Profiles extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Profiles() {
            super(List.of("cloud", "open"));
        }
    }

    /// Rights of AccessKeys that have a name.
    public static final class Rights extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Rights() {
            super(AccessRight.NAMES);
        }
    }

    /// Truth values.
    public static final class Booleans extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Booleans() {
            super(List.of("true", "false"));
        }
    }

    /// Kinds of rule.
    public static final class RuleKinds extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public RuleKinds() {
            super(List.of("outbound", "inbound", "status"));
        }
    }

    /// Kinds of connection.
    public static final class ConnectionKinds extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public ConnectionKinds() {
            super(List.of("rocketmq"));
        }
    }

    /// When an outbound rule acknowledges.
    public static final class Acknowledges extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Acknowledges() {
            super(List.of("outbox", "remote"));
        }
    }

    /// What leaves by an outbound rule.
    public static final class Outflows extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Outflows() {
            super(List.of("devices", "all"));
        }
    }

    /// How the expression of an inbound rule is read.
    public static final class Filters extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Filters() {
            super(List.of("tag", "sql92"));
        }
    }

    /// What an inbound rule does with what cannot be delivered.
    public static final class Refusals extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public Refusals() {
            super(List.of("drop", "deadLetter"));
        }
    }

    /// How clients show the secret of an identity.
    public static final class SignModes extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public SignModes() {
            super(List.of("origin", "signed"));
        }
    }

    /// Whom an identity is for.
    public static final class IdentityTypes extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public IdentityTypes() {
            super(List.of("user", "client"));
        }
    }

    /// What a permission is about.
    public static final class PermitActions extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public PermitActions() {
            super(List.of("pub", "sub", "pubSub"));
        }
    }

    /// How bad it is when an alarm fires.
    public static final class AlarmLevels extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        public AlarmLevels() {
            super(List.of("warning", "critical"));
        }
    }
}
