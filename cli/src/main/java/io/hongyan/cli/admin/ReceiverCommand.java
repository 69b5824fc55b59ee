package io.hongyan.cli.admin;

import io.hongyan.cli.terminal.CommandGroup;
import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `hongyan admin alarm receiver`.
@Command(name = "receiver", description = "Who is told of alarms: web hooks, and people by e-mail.")
final class ReceiverCommand extends CommandGroup {
    private static final String[] PATH = {"alarms", "receivers"};
    private static final String HOOKS = "webhooks";
    private static final String MAILS = "mails";
    private static final String NAME = "name";
    private static final String TO = "to";

    private final Terminal terminal;

    ReceiverCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(name = "list", description = "List them; of the url of a web hook, what stands behind ? is not shown.")
    int list(@Mixin AdminOptions options) {
        Map<String, Object> answer = options.client(terminal).get(PATH);
        if (options.json) {
            AdminOutput.fields(terminal, options, answer, "");
            return Exit.OK;
        }
        List<Map<String, Object>> all = new ArrayList<>(of(answer, HOOKS));
        of(answer, MAILS).forEach(mail -> all.add(Map.of(NAME, String.valueOf(mail.get(TO)))));
        AdminOutput.list(terminal, options, Map.of(HOOKS, all), HOOKS);
        return Exit.OK;
    }

    @Command(name = "hook", description = "Tell a web hook, too; one of that name gets the new address.")
    int hook(
            @Mixin AdminOptions options,
            @Option(
                            names = "--url",
                            paramLabel = "URL",
                            description = "Where it gets a POST (default: variable HONGYAN_HOOK_URL, then asked for, or"
                                    + " the first line of standard input: an address may hold a password).")
                    @Nullable
                    String url,
            @Parameters(paramLabel = "NAME") String name) {
        String address = SecretInput.read(terminal, url, "url", "--url", "HONGYAN_HOOK_URL");
        AdminClient client = options.client(terminal);
        Map<String, Object> all = client.get(PATH);
        List<Map<String, Object>> hooks = without(of(all, HOOKS), NAME, name);
        hooks.add(Map.of(NAME, name, "url", address));
        return put(options, client, hooks, of(all, MAILS), "web hook " + name + " is told of alarms");
    }

    @Command(name = "mail", description = "Tell somebody by e-mail, too; the configuration names the server.")
    int mail(@Mixin AdminOptions options, @Parameters(paramLabel = "ADDRESS") String address) {
        AdminClient client = options.client(terminal);
        Map<String, Object> all = client.get(PATH);
        List<Map<String, Object>> mails = without(of(all, MAILS), TO, address);
        mails.add(Map.of(TO, address));
        return put(options, client, of(all, HOOKS), mails, address + " is told of alarms");
    }

    @Command(name = "delete", description = "Tell a web hook, or an address of e-mail, no more.")
    int delete(@Mixin AdminOptions options, @Parameters(paramLabel = "NAME|ADDRESS") String receiver) {
        AdminClient client = options.client(terminal);
        Map<String, Object> all = client.get(PATH);
        List<Map<String, Object>> hooks = without(of(all, HOOKS), NAME, receiver);
        List<Map<String, Object>> mails = without(of(all, MAILS), TO, receiver);
        if (hooks.size() + mails.size()
                == of(all, HOOKS).size() + of(all, MAILS).size()) {
            throw new Failure(Exit.REJECTED, "there is no receiver " + receiver);
        }
        return put(options, client, hooks, mails, receiver + " is told no more");
    }

    @Command(
            name = "test",
            description = "Send each receiver a notice that says it is a test, and say who did not take it.")
    int test(@Mixin AdminOptions options) {
        Map<String, Object> answer = options.client(terminal).post(Map.of(), PATH[0], PATH[1], "test");
        AdminOutput.list(terminal, options, answer, "results");
        return of(answer, "results").stream().allMatch(result -> Boolean.TRUE.equals(result.get("delivered")))
                ? Exit.OK
                : Exit.REJECTED;
    }

    private int put(
            AdminOptions options,
            AdminClient client,
            List<Map<String, Object>> hooks,
            List<Map<String, Object>> mails,
            String done) {
        AdminOutput.fields(terminal, options, client.put(Map.of(HOOKS, hooks, MAILS, mails), PATH), done);
        return Exit.OK;
    }

    private static List<Map<String, Object>> without(List<Map<String, Object>> all, String field, String name) {
        List<Map<String, Object>> rest = new ArrayList<>(all);
        rest.removeIf(each -> name.equals(each.get(field)));
        return rest;
    }

    private static List<Map<String, Object>> of(Map<String, Object> answer, String name) {
        List<Map<String, Object>> all = new ArrayList<>();
        if (answer.get(name) instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> fields) {
                    Map<String, Object> one = new LinkedHashMap<>();
                    fields.forEach((field, value) -> one.put(String.valueOf(field), value));
                    all.add(one);
                }
            }
        }
        return all;
    }
}
