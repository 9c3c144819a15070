package io.pgbaton.monitor.web;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Where the libraries of the pages are served from: out of the web jars, nothing from elsewhere.
@Singleton
public class Assets {

    private final String htmx;
    private final String htmxSse;
    private final String uplot;
    private final String uplotCss;
    private final String run = Long.toString(System.currentTimeMillis(), 36);

    Assets(
            @ConfigProperty(name = "pgbaton.web.htmx") String htmx,
            @ConfigProperty(name = "pgbaton.web.htmx-sse") String htmxSse,
            @ConfigProperty(name = "pgbaton.web.uplot") String uplot,
            @ConfigProperty(name = "pgbaton.web.uplot-css") String uplotCss) {
        this.htmx = htmx;
        this.htmxSse = htmxSse;
        this.uplot = uplot;
        this.uplotCss = uplotCss;
    }

    public String htmx() {
        return htmx;
    }

    public String htmxSse() {
        return htmxSse;
    }

    public String uplot() {
        return uplot;
    }

    public String uplotCss() {
        return uplotCss;
    }

    /// Names this run of the service: a page of another run loads itself again.
    public String run() {
        return run;
    }
}
