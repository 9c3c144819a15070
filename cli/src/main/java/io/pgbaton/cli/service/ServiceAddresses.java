package io.pgbaton.cli.service;

import io.pgbaton.cli.outcome.CommandFailed;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/// Where a service is: one address or several, tried in this order. `option` is what sets them.
public record ServiceAddresses(String service, String option, List<URI> all) {

    public ServiceAddresses {
        all = List.copyOf(all);
    }

    /// Reads a comma-separated list, `http://a:8742,http://b:8742`.
    public static ServiceAddresses parse(String service, String option, String list) {
        List<URI> addresses = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .map(address -> parseOne(option, address))
                .toList();
        if (addresses.isEmpty()) {
            throw CommandFailed.badConfig(option + " is empty: give an address such as http://127.0.0.1:8742");
        }
        return new ServiceAddresses(service, option, addresses);
    }

    private static URI parseOne(String option, String address) {
        try {
            URI uri = URI.create(address);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw badAddress(option, address);
        }
        throw badAddress(option, address);
    }

    private static CommandFailed badAddress(String option, String address) {
        return CommandFailed.badConfig(
                option + " \"" + address + "\" is no address: write it as http://host:port or https://host:port");
    }
}
