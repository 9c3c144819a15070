package io.pgbaton.monitor.web;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/// The templates, with the types they take: a wrong name in one breaks the build.
@CheckedTemplate(basePath = "")
final class Pages {

    private Pages() {}

    static native TemplateInstance fleet(FleetPage page, Assets assets);

    static native TemplateInstance counts(List<FleetPage.Count> counts, int total);

    static native TemplateInstance card(Card card);

    static native TemplateInstance cluster(ClusterPage page, Assets assets);

    static native TemplateInstance standing(ClusterPage.Standing standing);

    static native TemplateInstance topology(List<TopologyNode> roots);

    static native TemplateInstance events(List<EventLine> events);

    static native TemplateInstance missing(String line, Assets assets);
}
