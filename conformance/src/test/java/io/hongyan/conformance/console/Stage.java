package io.hongyan.conformance.console;

import io.hongyan.conformance.CloudDevices;
import io.hongyan.conformance.ServedProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;

/// A service with its console, accounts that may log in at once, devices, and windows of a browser.
final class Stage implements AutoCloseable {
    /// Of every account that it makes.
    static final String PASSWORD = "correct horse battery";

    private final ServedProgram program;
    private final Administration administration;
    private final Path pictures;
    private final List<Window> windows = new ArrayList<>();
    private final List<MqttClient> clients = new ArrayList<>();

    /// @param name of the folder for pictures of what went wrong
    Stage(Path folder, String name, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--admin-port=auto"));
        all.addAll(Arrays.asList(options));
        program = new ServedProgram(folder, all.toArray(String[]::new));
        program.start();
        administration = new Administration(url(), folder.resolve("data"));
        pictures = Path.of("target/console", name);
    }

    ServedProgram program() {
        return program;
    }

    String url() {
        return "http://127.0.0.1:" + program.port("admin");
    }

    Administration administration() {
        return administration;
    }

    String instance() {
        return program.credentials().instance();
    }

    /// The parent topic of the first instance.
    String topic() {
        return program.credentials().topic();
    }

    String group() {
        return program.credentials().group();
    }

    /// Path of the administration, and below `/console` of the console.
    String of(String rest) {
        return "/instances/" + instance() + rest;
    }

    /// A page of the first instance.
    String page(String rest) {
        return "/console" + of(rest);
    }

    /// A window that nobody is logged in to.
    Window window() throws IOException {
        Window window = new Browser(url(), "en", false, pictures).open();
        windows.add(window);
        return window;
    }

    /// A window in which a new account has logged in.
    Window window(String account, String role, String... instances) throws IOException, InterruptedException {
        administration.account(account, role, List.of(instances), PASSWORD);
        Window window = window();
        window.logIn(account, PASSWORD);
        return window;
    }

    /// The client id of a device.
    String id(String name) {
        return CloudDevices.of(program).id(name);
    }

    /// A device that is connected, and has a session that outlives its connection.
    MqttClient device(String name) throws MqttException {
        return device(name, CloudDevices.of(program).login(name));
    }

    MqttClient device(String name, MqttConnectOptions login) throws MqttException {
        MqttClient client = CloudDevices.of(program).device(name);
        login.setCleanSession(false);
        client.connect(login);
        clients.add(client);
        return client;
    }

    @Override
    public void close() throws IOException {
        for (Window window : windows) {
            window.close();
        }
        program.close();
        for (MqttClient client : clients) {
            try {
                client.close(true);
            } catch (MqttException _) {
                // the service has gone
            }
        }
    }
}
