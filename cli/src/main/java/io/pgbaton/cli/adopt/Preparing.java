package io.pgbaton.cli.adopt;

import io.pgbaton.cli.outcome.CommandFailed;
import io.pgbaton.cli.outcome.ExitCode;
import io.pgbaton.cli.output.JsonText;
import io.pgbaton.cli.request.RequestOptions;
import io.pgbaton.cli.session.Session;
import io.pgbaton.contracts.adopt.Survey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at the node, and writes its agent.conf when nothing is in the way. Nothing that runs is touched.
final class Preparing {

    private static final String PORT = ":8008";

    private final Session session;
    private final Site site;
    private final RequestOptions options;
    private final Wishes wishes;
    private final SurveyText text;

    /// What the command says of agent.conf.
    record Wishes(
            @Nullable String bus,
            @Nullable String httpListen,
            @Nullable Path secretFile,
            boolean force) {}

    /// For `--json`: `written` says whether `file` holds what this run made of it.
    record Prepared(Survey survey, String file, boolean written, List<String> next) {}

    Preparing(Session session, Site site, RequestOptions options, Wishes wishes) {
        this.session = session;
        this.site = site;
        this.options = options;
        this.wishes = wishes;
        this.text = new SurveyText(session);
    }

    ExitCode call() {
        Survey survey = site.survey();
        if (!options.isJson()) {
            text.findings(survey);
        }
        int faults = survey.mustBeMended().size();
        if (options.isDryRun()) {
            return afterLooking(survey);
        }
        if (faults > 0) {
            conclude(survey, false, List.of("mend the " + faults + " that must be mended, and run this again"));
            return ExitCode.ISSUES_FOUND;
        }
        AgentConfText conf =
                new AgentConfText(place(survey, site.cluster(session).toString()), survey);
        boolean isNew = write(conf.text());
        if (!options.isJson()) {
            text.line(site.agent().file() + (isNew ? " is written:" : " is as it has to be:"));
            text.conf(conf);
            text.dropped(survey);
        }
        List<String> next = NextSteps.afterWriting(survey, conf.place());
        conclude(survey, true, next);
        return ExitCode.SUCCESS;
    }

    private ExitCode afterLooking(Survey survey) {
        if (options.isJson()) {
            conclude(survey, false, List.of());
        } else {
            text.line(site.agent().file() + " would get:");
            String cluster = session.namedCluster().map(Object::toString).orElse(known("cluster", "NAME"));
            text.conf(new AgentConfText(place(survey, cluster), survey));
            text.dropped(survey);
            text.line("dry run: nothing was changed");
        }
        return survey.mustBeMended().isEmpty() ? ExitCode.SUCCESS : ExitCode.ISSUES_FOUND;
    }

    private void conclude(Survey survey, boolean written, List<String> next) {
        if (options.isJson()) {
            Prepared all = new Prepared(survey, site.agent().file().toString(), written, next);
            session.screen().out().println(JsonText.of(all));
        } else {
            text.steps(next);
        }
    }

    private AgentConfText.Place place(Survey survey, String cluster) {
        String bus = wishes.bus() == null ? known("bus", options.isDryRun() ? "HOST:PORT" : "") : wishes.bus();
        if (bus.isEmpty()) {
            throw CommandFailed.badConfig("where is Kafka? give --bus HOST:PORT[,HOST:PORT], its bootstrap servers");
        }
        String listen = Optional.ofNullable(wishes.httpListen())
                .or(() -> site.agent().get("http_listen"))
                .orElse(survey.self().map(Survey.Registered::host).orElse("127.0.0.1") + PORT);
        return new AgentConfText.Place(site.repmgr().file(), cluster, bus, listen, secret());
    }

    private String known(String name, String otherwise) {
        return site.agent().get(name).orElse(otherwise);
    }

    private String secret() {
        Path file = wishes.secretFile();
        if (file == null) {
            return known("cluster_secret", "");
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw CommandFailed.badConfig("--secret-file " + file + " cannot be read");
        }
    }

    /// False when the file is there already, and the same.
    private boolean write(String wanted) {
        ConfLines there = site.agent();
        if (wanted.lines().toList().equals(there.lines())) {
            return false;
        }
        if (Files.exists(there.file()) && !wishes.force()) {
            throw CommandFailed.badConfig(there.file() + " is there and says something else: --force overwrites it,"
                    + " --output FILE writes another");
        }
        new AgentConfFile(there.file()).write(wanted, site.dataDirectory(), site.program()::check);
        return true;
    }
}
